import type { ObjectRef, SnapshotIndex } from '../../domain/snapshot.js';

const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** True for a relative path of plain names that is neither `snapshot.json` nor inside `objects/`. */
const isDocumentPath = (path: string): boolean => {
  const parts = path.split('/');
  return parts.every((part) => SEGMENT.test(part)) && parts[0] !== 'objects' && path !== 'snapshot.json';
};

const isAscending = (keys: readonly (string | number)[]): boolean =>
  keys.every((key, at) => at === 0 || (keys[at - 1] as string | number) < key);

const pad = (n: number): string => String(n).padStart(10, '0');

/** Every file that the index names directly, by its path in the snapshot. Files that manifests hold come on top. */
export function indexFiles(index: SnapshotIndex): readonly (readonly [path: string, ref: ObjectRef])[] {
  const objects = [
    ...index.runtimes.map((runtime) => runtime.metadata),
    ...index.blocks.flatMap(({ record, proof }) => (proof === undefined ? [record] : [record, proof])),
    ...index.repositories.map((repository) => repository.manifest),
    ...index.corpus.map((shard) => shard.file),
    ...index.published.map((published) => published.file),
  ];
  return [
    ...objects.map((ref) => [`objects/${ref.sha256}`, ref] as const),
    ...index.documents.map((document) => [document.path, document.file] as const),
  ];
}

/**
 * Relations that hold inside a sound index: lists ascend without repetition, and what one entry names another
 * entry records.
 * @returns the first broken relation in words, or null
 */
export function checkIndex(index: SnapshotIndex): string | null {
  const order: readonly (readonly [list: string, keys: readonly (string | number)[]])[] = [
    ['runtimes', index.runtimes.map((one) => one.specVersion)],
    ['blocks', index.blocks.map((one) => one.number)],
    ['repositories', index.repositories.map((one) => `${one.repo}@${one.revision}`)],
    ['unresolved', index.unresolved.map((one) => `${one.repo}\0${one.revision}`)],
    ['endpoints', index.endpoints],
    ['corpus', index.corpus.map((one) => `${one.dataset}#${pad(one.shard)}`)],
    ['documents', index.documents.map((one) => one.path)],
  ];
  for (const [list, keys] of order)
    if (!isAscending(keys)) return `the list ${list} is not ascending, or names one thing twice`;
  return checkReferences(index) ?? checkPublishedOrder(index);
}

function checkReferences(index: SnapshotIndex): string | null {
  const runtimes = new Set(index.runtimes.map((one) => one.specVersion));
  for (const block of index.blocks) {
    if (!runtimes.has(block.specVersion))
      return `block ${block.number} needs runtime ${block.specVersion}, whose metadata is not recorded`;
    if (block.number === 0 && block.hash !== index.network.genesisHash)
      return 'block 0 is not the genesis block of the network';
  }
  const hashes = new Set(index.blocks.map((one) => one.hash));
  if (hashes.size !== index.blocks.length) return 'two blocks have the same hash';
  const { teacher } = index;
  if (teacher !== null) {
    const same = (one: { repo: string; revision: string }) =>
      one.repo === teacher.repo && one.revision === teacher.revision;
    if (!index.repositories.some(same)) return `the teacher ${teacher.repo} is not a recorded repository`;
  }
  for (const document of index.documents)
    if (!isDocumentPath(document.path)) return `${JSON.stringify(document.path)} is no path of a document`;
  return null;
}

/** Rounds ascend; captures of one file stand in the order in which they were taken. */
function checkPublishedOrder(index: SnapshotIndex): string | null {
  for (let at = 1; at < index.published.length; at++) {
    const [before, now] = [index.published[at - 1], index.published[at]];
    if (before === undefined || now === undefined) continue;
    const [a, b] = [before, now].map((one) => `${pad(one.roundId)} ${pad(one.validatorUid)} ${one.name}`);
    const late = a === b && Date.parse(before.capturedAt) > Date.parse(now.capturedAt);
    if ((a as string) > (b as string) || late) return `the list published is out of order at ${now.name}`;
  }
  return null;
}
