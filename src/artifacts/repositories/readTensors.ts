import type { Absent } from '../../domain/absent.js';
import { isAbsent } from '../../domain/absent.js';
import type { RepositoryFile, RepositoryManifest } from '../../domain/snapshot.js';
import { damaged } from '../snapshot/damaged.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { hashRange } from './hashRange.js';
import { type TensorPlace, tensorPlaces } from './tensorPlaces.js';

/** Named tensors of a recorded repository, without their values. */
interface StoredTensors {
  /** Bytes of each of the named tensors that is there. */
  readonly sizes: ReadonlyMap<string, number>;
  /** sha256 of the raw bytes of one of them, lower-case hex; taken once. */
  readonly digest: (name: string) => string;
}

interface Place extends TensorPlace {
  readonly file: RepositoryFile;
}

/** A manifest is one object as long as its snapshot is open, so that every round of a run shares what was hashed. */
const HASHED = new WeakMap<RepositoryManifest, Map<string, string>>();

/**
 * Finds named tensors by the headers of a repository's safetensors. Only headers are read here, and the bytes of a
 * tensor when its digest is asked for, in pieces.
 * @returns absent `missing` when a weight file is not held, `unknown` when a header is not sound or names a tensor
 * that another file holds too
 * @throws SnapshotDamagedError when a file changed after opening, IoError
 */
export function readTensors(
  snapshot: Snapshot,
  manifest: RepositoryManifest,
  names: readonly string[],
): StoredTensors | Absent {
  const places = findPlaces(snapshot, manifest, names);
  if (isAbsent(places)) return places;
  const hashed = HASHED.get(manifest) ?? new Map<string, string>();
  HASHED.set(manifest, hashed);
  const digest = (name: string): string => {
    const before = hashed.get(name);
    if (before !== undefined) return before;
    const place = places.get(name);
    if (place === undefined) throw new RangeError(`no tensor ${name}`);
    const hash = hashRange(snapshot.objectPath(place.file), place.start, place.bytes, place.file.size);
    if (hash === null)
      throw damaged(snapshot.dir, `objects/${place.file.sha256}`, 'it changed after the snapshot was opened');
    hashed.set(name, hash);
    return hash;
  };
  return { sizes: new Map([...places].map(([name, place]) => [name, place.bytes])), digest };
}

function findPlaces(
  snapshot: Snapshot,
  manifest: RepositoryManifest,
  names: readonly string[],
): Map<string, Place> | Absent {
  const places = new Map<string, Place>();
  const files = manifest.files.filter((file) => file.path.endsWith('.safetensors'));
  if (!files.every((file) => file.held))
    return {
      absent: 'missing',
      why: `The snapshot ${snapshot.index.name} does not hold the weights of ${manifest.repo} at ${manifest.revision}.`,
    };
  for (const file of files) {
    const found = tensorPlaces(snapshot.objectPath(file), file.size, names);
    if (typeof found === 'string')
      return { absent: 'unknown', why: `A weight file of ${manifest.repo}: ${found}.` };
    for (const [name, place] of found) {
      if (places.has(name))
        return { absent: 'unknown', why: `Two weight files of ${manifest.repo} hold the tensor ${name}.` };
      places.set(name, { ...place, file });
    }
  }
  return places;
}
