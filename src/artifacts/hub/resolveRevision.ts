import type { RepositoryFile, RepositoryManifest } from '../../domain/snapshot.js';
import { type Hub, type HubTrouble, isHubTrouble } from './createHub.js';
import { fetchSmallFile } from './fetchSmallFile.js';
import { hubFetch, troubleOf } from './hubFetch.js';
import { checkPinned, type HubFile, nameOf } from './hubFile.js';
import { isLfsPointer } from './lfsPointer.js';
import { listTree, type TreeFile } from './listTree.js';
import { addBlob, findBlob } from './store/blobIndex.js';

/** Limits of files that the hub lists with git's digest alone: to name them by sha256, they are fetched. */
export const SMALL_LIMITS = { bytes: 12 * 1024 * 1024, files: 1000, totalBytes: 128 * 1024 * 1024 };

/** Told of a file that is about to be fetched: its bytes, and its name for a message. */
type OnFetch = (bytes: number, name: string) => void;

export interface ResolvedRevision {
  /** `held` tells whether the store of the hub holds the file. */
  readonly manifest: RepositoryManifest;
}

/**
 * Resolves a commitment to the files that it names: the hub's facts on the repository, and every file of the commit with
 * its size and sha256. The sha256 of a large file is that of its LFS pointer, also where the hub keeps the bytes in Xet
 * storage. A small file is listed with git's digest (sha1) alone: it is fetched into the store, checked, and hashed. That
 * the listing is that of the commit is the hub's word; what is downloaded later is held to it.
 * @param repo as the commitment spells it; the answer must be for the same name (the hub ignores case)
 * @param onFetch told of every small file before it is fetched; what it throws ends the work
 * @returns a state where there is no such manifest
 * @throws UnavailableError when the token is refused; AddressRefusedError, DigestMismatchError, IoError
 */
export async function resolveRevision(
  hub: Hub,
  repo: string,
  revision: string,
  onFetch: OnFetch = () => {},
): Promise<ResolvedRevision | HubTrouble> {
  const bad = checkPinned(repo, revision);
  if (bad !== null) return bad;
  try {
    const facts = await readFacts(hub, repo, revision);
    if (isHubTrouble(facts)) return facts;
    const tree = await listTree(hub, repo, revision);
    if (isHubTrouble(tree)) return tree;
    const files = await nameFiles(hub, repo, revision, tree, onFetch);
    if (isHubTrouble(files)) return files;
    return { manifest: { repo, revision, ...facts, files } };
  } catch (error) {
    return troubleOf(error, hub, `${repo} at ${revision}`);
  }
}

type Facts = Pick<RepositoryManifest, 'private' | 'disabled' | 'gated' | 'safetensorsTotal'>;

async function readFacts(hub: Hub, repo: string, revision: string): Promise<Facts | HubTrouble> {
  const { modelInfo } = await import('@huggingface/hub');
  const subject = `${repo} at ${revision}`;
  const info: Readonly<Record<string, unknown>> = {
    ...(await modelInfo({
      name: repo,
      revision,
      hubUrl: hub.url,
      additionalFields: ['sha', 'disabled', 'safetensors'],
      fetch: hubFetch(hub, subject),
    })),
  };
  if (typeof info.name !== 'string' || info.name.toLowerCase() !== repo.toLowerCase())
    return {
      state: 'renamed',
      why: `${subject}: the hub answers for ${JSON.stringify(String(info.name).slice(0, 200))}`,
    };
  if (info.sha !== revision)
    return { state: 'rewritten', why: `${subject}: the hub answers with another commit` };
  const safetensors = info.safetensors as { readonly total?: unknown } | null | undefined;
  const total = safetensors?.total;
  return {
    private: info.private === true,
    disabled: info.disabled === true,
    gated: info.gated !== undefined && info.gated !== false,
    safetensorsTotal: Number.isSafeInteger(total) && (total as number) >= 0 ? (total as number) : null,
  };
}

async function nameFiles(
  hub: Hub,
  repo: string,
  revision: string,
  tree: readonly TreeFile[],
  onFetch: OnFetch,
): Promise<RepositoryFile[] | HubTrouble> {
  const small = tree.filter((file) => file.sha256 === null);
  const total = small.reduce((sum, file) => sum + file.size, 0);
  const subject = `${repo} at ${revision}`;
  if (small.length > SMALL_LIMITS.files || total > SMALL_LIMITS.totalBytes)
    return {
      state: 'too-large',
      why: `${subject}: ${small.length} small files of ${total} bytes in all; read are at most ${SMALL_LIMITS.files} of ${SMALL_LIMITS.totalBytes}`,
    };
  const files: RepositoryFile[] = [];
  for (const { path, size, sha256, blobSha1 } of tree) {
    if (sha256 !== null) {
      files.push({ path, size, sha256, held: await hub.store.has(sha256, size) });
      continue;
    }
    const named = await nameSmall(hub, { kind: 'models', repo, revision, path, size }, blobSha1, onFetch);
    if (isHubTrouble(named)) return named;
    files.push({ path, size, sha256: named.sha256, held: true });
  }
  return files;
}

/** Fetches a small file into the store; what was fetched before is found again by git's digest. */
async function nameSmall(
  hub: Hub,
  file: HubFile & { readonly size: number },
  sha1: string | null,
  onFetch: OnFetch,
): Promise<{ readonly sha256: string } | HubTrouble> {
  const shown = nameOf(file);
  const unlisted = (why: string): HubTrouble => ({ state: 'unlisted-digest', why: `${shown}: ${why}` });
  if (sha1 === null) return unlisted('the hub lists no digest');
  if (file.size > SMALL_LIMITS.bytes)
    return unlisted(
      `the hub lists ${file.size} bytes with git's digest alone, which is not read for so many`,
    );
  const known = await findBlob(hub.store, sha1, file.size);
  if (known !== null) return { sha256: known };
  onFetch(file.size, shown);
  const bytes = await fetchSmallFile(hub, { ...file, blobSha1: sha1 });
  if (isHubTrouble(bytes))
    return bytes.state === 'bad-name' ? unlisted('a path that no commit has, so it cannot be read') : bytes;
  if (isLfsPointer(bytes))
    return { state: 'pointer', why: `${shown}: the commit holds an LFS pointer in place of the file` };
  return { sha256: await addBlob(hub.store, sha1, bytes) };
}
