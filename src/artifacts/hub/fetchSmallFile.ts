import { createHash } from 'node:crypto';
import { DigestMismatchError } from '../../errors/network.js';
import { readBody } from '../transport/readBody.js';
import { retry } from '../transport/retry.js';
import { type Hub, type HubTrouble, isHubTrouble } from './createHub.js';
import { type HubFile, hubFileUrl, nameOf } from './hubFile.js';
import { openFile } from './openFile.js';

/** git's digest of a file: sha1 over its kind, its length and its bytes. */
export const blobSha1 = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/**
 * Fetches a small file whole and checks it against git's digest, the only one that the hub lists for it.
 * @param file with the size and the digest of the listing
 * @returns a state when the hub does not give it
 * @throws RetryLaterError, DigestMismatchError after a second try, AddressRefusedError, UnavailableError
 */
export async function fetchSmallFile(
  hub: Hub,
  file: HubFile & { readonly size: number; readonly blobSha1: string },
): Promise<Uint8Array | HubTrouble> {
  const url = hubFileUrl(hub, file);
  if (typeof url !== 'string') return url;
  const read = (): Promise<Uint8Array | HubTrouble> =>
    retry(
      async () => {
        const limits = { size: file.size, maxBytes: file.size + 1024, totalMs: 300_000 };
        const answer = await openFile(hub, file, url, {}, limits);
        return isHubTrouble(answer) ? answer : readBody(answer);
      },
      hub.signal,
      hub.patience,
    );
  for (let last = false; ; last = true) {
    const got = await read();
    if (isHubTrouble(got)) return got;
    const found = blobSha1(got);
    if (found === file.blobSha1) return got;
    if (last)
      throw new DigestMismatchError({
        what: `what was received is not ${nameOf(file)}`,
        why: `its git digest is ${found}; the listing of the commit names ${file.blobSha1}`,
        remedy:
          'Run again; if it stays so, the hub gives other bytes than it lists, which is a fact to report.',
        facts: { repo: file.repo, revision: file.revision },
      });
  }
}
