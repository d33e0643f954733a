import type { Hub, HubTrouble } from './createHub.js';
import { hubFetch } from './hubFetch.js';

/** Limits of a repository that is recorded. */
const TREE_LIMITS = {
  files: 10_000,
  /** Folders and other entries that hold no bytes. */
  others: 10_000,
  pages: 100,
  pathLength: 1000,
  /** Of all files together, in bytes. */
  totalBytes: 200e9,
};

/** One file of a listing. Exactly one of the digests identifies its bytes. */
export interface TreeFile {
  /** Hostile text. */
  readonly path: string;
  readonly size: number;
  /** Of a large file (LFS, also where the hub keeps it in Xet storage): the LFS pointer names it, git hashes the pointer. */
  readonly sha256: string | null;
  /** Of a small file: git's own digest of a blob. */
  readonly blobSha1: string | null;
}

/**
 * Lists every file of a repository at a commit, over all pages.
 * @returns a state when the listing is over a limit or holds what no listing can
 * @throws HubRefusal and whatever `hubFetch` throws
 */
export async function listTree(
  hub: Hub,
  repo: string,
  revision: string,
): Promise<readonly TreeFile[] | HubTrouble> {
  const { listFiles } = await import('@huggingface/hub');
  const subject = `${repo} at ${revision}`;
  const tooLarge = (why: string): HubTrouble => ({ state: 'too-large', why: `${subject}: ${why}` });
  const fetchPage = hubFetch(hub, subject);
  let pages = 0;
  const files: TreeFile[] = [];
  const paths = new Set<string>();
  let others = 0;
  let total = 0;
  const counted: typeof fetch = (input, init) => {
    pages += 1;
    if (pages > TREE_LIMITS.pages) throw new RangeError('pages');
    return fetchPage(input, init);
  };
  const listing = listFiles({
    repo: { type: 'model', name: repo },
    revision,
    recursive: true,
    hubUrl: hub.url,
    fetch: counted,
  });
  try {
    for await (const entry of listing) {
      if (entry.type !== 'file') {
        others += 1;
        if (others > TREE_LIMITS.others) return tooLarge(`more than ${TREE_LIMITS.others} folders`);
        continue;
      }
      const file = readEntry(entry);
      if (file === null || paths.has(file.path))
        return {
          state: 'unsound',
          why: `${subject}: entry ${files.length + others} of the listing is unsound`,
        };
      if (file.path.length > TREE_LIMITS.pathLength)
        return tooLarge(`a path of ${file.path.length} characters, the limit is ${TREE_LIMITS.pathLength}`);
      paths.add(file.path);
      files.push(file);
      total += file.size;
      if (files.length > TREE_LIMITS.files) return tooLarge(`more than ${TREE_LIMITS.files} files`);
      if (total > TREE_LIMITS.totalBytes) return tooLarge(`more than ${TREE_LIMITS.totalBytes} bytes in all`);
    }
  } catch (error) {
    if (pages > TREE_LIMITS.pages) return tooLarge(`a listing of more than ${TREE_LIMITS.pages} pages`);
    throw error;
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Null for an entry that is no file with a path of sound text, a size and digests of the right form. */
function readEntry(entry: {
  readonly path?: unknown;
  readonly size?: unknown;
  readonly oid?: unknown;
  readonly lfs?: { readonly oid?: unknown; readonly size?: unknown } | null;
}): TreeFile | null {
  const { path, size, oid, lfs } = entry;
  if (typeof path !== 'string' || path === '' || /\p{Cs}/u.test(path) || !isSize(size)) return null;
  if (lfs !== undefined && lfs !== null) {
    const large = lfs.oid;
    if (typeof large !== 'string' || !/^[0-9a-f]{64}$/.test(large) || lfs.size !== size) return null;
    return { path, size, sha256: large, blobSha1: null };
  }
  const isBlob = typeof oid === 'string' && /^[0-9a-f]{40}$/.test(oid);
  return { path, size, sha256: null, blobSha1: isBlob ? oid : null };
}
