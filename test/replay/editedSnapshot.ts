import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.js';
import type { ObjectRef, SnapshotIndex } from '../../src/domain/snapshot.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Edit {
  readonly index: Mutable<SnapshotIndex>;
  /** A JSON object of the snapshot. */
  read<T>(ref: ObjectRef): T;
  /** Adds bytes and gives their reference. */
  add(content: string | Uint8Array): ObjectRef;
}

/** Writes a changed copy of a snapshot whose digests all hold: recorded that way, not damaged. */
export function editedSnapshot(from: string, to: string, change: (edit: Edit) => void): void {
  mkdirSync(join(to, 'objects'), { recursive: true });
  const {
    digest: _digest,
    seal: _seal,
    ...rest
  } = JSON.parse(readFileSync(join(from, 'snapshot.json'), 'utf8')) as SnapshotIndex;
  const added = new Map<string, string | Uint8Array>();
  const index = rest as Mutable<SnapshotIndex>;
  change({
    index,
    read: (ref) => JSON.parse(readFileSync(join(from, 'objects', ref.sha256), 'utf8')),
    add: (content) => {
      const sha256 = sha256Hex(content);
      added.set(sha256, content);
      return { sha256, size: Buffer.byteLength(content) };
    },
  });
  const text = canonicalJson(index);
  const referenced = new Set(
    [...text.matchAll(/"sha256":"([0-9a-f]{64})"/g)].map(([, sha256]) => sha256 ?? ''),
  );
  for (const { manifest } of index.repositories) {
    const bytes = added.get(manifest.sha256) ?? readFileSync(join(from, 'objects', manifest.sha256));
    const { files } = JSON.parse(Buffer.from(bytes).toString()) as {
      files: { sha256: string; held: boolean }[];
    };
    for (const file of files) if (file.held) referenced.add(file.sha256);
  }
  const documents = new Set(index.documents.map((document) => document.file.sha256));
  for (const { path } of index.documents) copyFileSync(join(from, path), join(to, path));
  for (const sha256 of referenced) {
    const content = added.get(sha256);
    if (content !== undefined) writeFileSync(join(to, 'objects', sha256), content);
    else if (!documents.has(sha256)) copyFileSync(join(from, 'objects', sha256), join(to, 'objects', sha256));
  }
  const { recordedBy, recordedAt, endpoints, ...content } = index;
  const whole = { ...index, digest: sha256Hex(canonicalJson(content)) };
  const sealed = canonicalJson({ ...whole, seal: sha256Hex(canonicalJson(whole)) });
  writeFileSync(join(to, 'snapshot.json'), `${sealed}\n`);
}
