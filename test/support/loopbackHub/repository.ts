import { createHash } from 'node:crypto';

/** A file that the loopback hub serves. Large files (LFS) lie on its file host, small ones on the hub itself. */
export interface ServedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly blobSha1: string;
  readonly lfs: boolean;
  /** Bytes from a position to another (exclusive), in pieces. */
  readonly read: (from: number, to: number) => Iterable<Uint8Array>;
  /** Replaces the entry of the listing, for hostile listings. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

export interface ServedRepository {
  readonly kind?: 'models' | 'datasets';
  readonly repo: string;
  /** The commit that is served; `branch` leads to it. */
  readonly revision: string;
  readonly branch?: string;
  readonly files: readonly ServedFile[];
  readonly private?: boolean;
  readonly disabled?: boolean;
  readonly gated?: false | 'auto' | 'manual';
  readonly safetensorsTotal?: number;
  /** Entries of the listing that are no files: folders, submodules. */
  readonly otherEntries?: readonly Readonly<Record<string, unknown>>[];
}

const hex = (kind: string, ...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash(kind);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Text that git keeps in place of a large file. */
export const pointerText = (sha256: string, size: number): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;

/** A file of given bytes; large when `lfs` says so. */
export function servedFile(path: string, content: Uint8Array | string, lfs = false): ServedFile {
  const bytes = Buffer.from(content as string);
  const sha256 = hex('sha256', bytes);
  const pointer = pointerText(sha256, bytes.length);
  const inGit = lfs ? Buffer.from(pointer) : bytes;
  return {
    path,
    size: bytes.length,
    sha256,
    blobSha1: hex('sha1', `blob ${inGit.length}\0`, inGit),
    lfs,
    read: (from, to) => [bytes.subarray(from, to)],
  };
}

const PIECE = 1 << 20;
const block = Buffer.alloc(PIECE);
for (let i = 0; i < PIECE; i += 1) block[i] = (i * 31 + (i >> 8) * 17) & 0xff;

/** A large file of a repeated block: any size, without holding it. */
export function generatedFile(path: string, size: number): ServedFile {
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += PIECE) hash.update(block.subarray(0, Math.min(PIECE, size - at)));
  const sha256 = hash.digest('hex');
  const pointer = pointerText(sha256, size);
  return {
    path,
    size,
    sha256,
    blobSha1: hex('sha1', `blob ${pointer.length}\0`, pointer),
    lfs: true,
    *read(from, to) {
      for (let at = from; at < to; ) {
        const start = at % PIECE;
        const piece = block.subarray(start, Math.min(PIECE, start + to - at));
        at += piece.length;
        yield piece;
      }
    },
  };
}

/** What the listing says of a file: LFS and Xet storage beside git's own digest. */
export const treeEntry = (file: ServedFile): Readonly<Record<string, unknown>> =>
  file.entry ?? {
    type: 'file',
    oid: file.blobSha1,
    size: file.size,
    path: file.path,
    ...(file.lfs
      ? {
          lfs: {
            oid: file.sha256,
            size: file.size,
            pointerSize: pointerText(file.sha256, file.size).length,
          },
          xetHash: hex('sha256', 'xet', file.sha256),
        }
      : {}),
  };
