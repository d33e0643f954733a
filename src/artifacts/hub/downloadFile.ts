import type { ObjectRef } from '../../domain/snapshot.js';
import { DigestMismatchError, RetryLaterError } from '../../errors/network.js';
import { badAnswer } from '../transport/connectionTrouble.js';
import { largerPieces } from '../transport/largerPieces.js';
import type { OpenAnswer } from '../transport/openRequest.js';
import { readBody } from '../transport/readBody.js';
import { retry } from '../transport/retry.js';
import { type Hub, type HubTrouble, isHubTrouble } from './createHub.js';
import { type HubFile, hubFileUrl, nameOf } from './hubFile.js';
import { isLfsPointer, MAX_POINTER } from './lfsPointer.js';
import { openFile } from './openFile.js';
import type { PartFile } from './store/partFile.js';
import { reuseCache } from './store/reuseCache.js';

/** Slowest transfer that is waited for, in bytes per second, beside a fixed ten minutes. */
const SLOWEST = 50_000;
const FIXED_MS = 600_000;

/** Bytes beyond the furthest place so far that count as progress: after it, tries are counted anew. */
const PROGRESS = 4 * 1024 * 1024;

/** A file of the hub with the identity of its bytes. */
export type WantedFile = HubFile & ObjectRef;

export interface Downloaded {
  /** In the store, named by its digest. */
  readonly path: string;
  /** True when no byte was received for this call. */
  readonly reused: boolean;
}

/** Told how far a file is, after every piece that was written. */
export type OnBytes = (at: number, size: number) => void;

/**
 * Downloads one file into the store, where it lies under its sha256. Bytes are hashed while they come; a broken transfer
 * goes on where it stopped, in this process or the next; nothing gets its final name before size and digest are right.
 * Rule: the sha256 of the LFS pointer is the identity of a large file also where the hub keeps it in Xet storage, whose
 * own hash is not used.
 * @returns a state when the hub does not give the file
 * @throws RetryLaterError after every try, DigestMismatchError when a second transfer from the start is also another file,
 *   AddressRefusedError, UnavailableError, IoError (disk full), the reason of the hub's signal
 */
export async function downloadFile(
  hub: Hub,
  file: WantedFile,
  onBytes?: OnBytes,
): Promise<Downloaded | HubTrouble> {
  const url = hubFileUrl(hub, file);
  if (typeof url !== 'string') return url;
  const trouble = await hub.store.fill(file.sha256, file.size, async (part) => {
    if (hub.reuse !== null && (await reuseCache(hub.reuse, file, part))) return { whole: true };
    await part.resume();
    onBytes?.(part.at, file.size);
    try {
      return await transfer(hub, file, url, part, onBytes);
    } catch (error) {
      // What an earlier process left, or one answer of several, may be at fault: once more from the start.
      if (!(error instanceof DigestMismatchError)) throw error;
      await part.restart();
      return await transfer(hub, file, url, part, onBytes);
    }
  });
  if (trouble !== null && isHubTrouble(trouble)) return trouble;
  return { path: hub.store.pathOf(file.sha256), reused: trouble === null };
}

type Whole = { readonly whole: true };

async function transfer(
  hub: Hub,
  file: WantedFile,
  url: string,
  part: PartFile,
  onBytes?: OnBytes,
): Promise<Whole | HubTrouble> {
  let furthest = part.at;
  let etag: string | undefined;
  const totalMs = FIXED_MS + (file.size / SLOWEST) * 1000;
  const attempt = async (): Promise<Whole | HubTrouble> => {
    if (part.at < file.size || file.size === 0) {
      const headers: Record<string, string> = part.at === 0 ? {} : { range: `bytes=${part.at}-` };
      if (part.at > 0 && etag !== undefined) headers['if-range'] = etag;
      const maxBytes = Math.max(file.size, MAX_POINTER);
      const answer = await openFile(hub, file, url, headers, {
        size: file.size,
        sha256: file.sha256,
        maxBytes,
        totalMs,
      });
      if (isHubTrouble(answer)) return answer;
      etag = strongTag(answer);
      const trouble = await receive(answer, file, part, onBytes);
      if (trouble !== null) return trouble;
    }
    await part.finish();
    return { whole: true };
  };
  const progressed = (): boolean => {
    if (part.at - furthest < PROGRESS) return false;
    furthest = part.at;
    return true;
  };
  return retry(attempt, hub.signal, hub.patience, progressed);
}

/** Takes one answer into the part; null when the part then has the size of the file. */
async function receive(
  answer: OpenAnswer,
  file: WantedFile,
  part: PartFile,
  onBytes?: OnBytes,
): Promise<HubTrouble | null> {
  const { host } = new URL(answer.url);
  if (answer.status === 416) {
    answer.discard();
    await part.restart();
    throw brokenOff(host, file, 'the rest of the file was asked for, and the server has no such rest');
  }
  if (answer.status === 200 && part.at > 0) await part.restart();
  const left = file.size - part.at;
  const announced = Number(answer.headers.get('content-length') ?? left);
  if (answer.status === 206 && !continues(answer, file, part)) {
    answer.discard();
    await part.restart();
    throw brokenOff(host, file, 'the server gives another part of the file than was asked for');
  }
  if (announced !== left) return otherLength(answer, file, announced, left);
  for await (const piece of largerPieces(answer.body)) {
    await part.append(piece);
    onBytes?.(part.at, file.size);
  }
  if (part.at < file.size) throw brokenOff(host, file, `${part.at} of ${file.size} bytes came`);
  return null;
}

/** A body of another length than the file has is only read where it can be an LFS pointer. */
async function otherLength(
  answer: OpenAnswer,
  file: WantedFile,
  announced: number,
  left: number,
): Promise<HubTrouble> {
  const isShort = answer.status === 200 && announced <= MAX_POINTER;
  if (isShort && isLfsPointer(await readBody(answer)))
    return {
      state: 'pointer',
      why: `${nameOf(file)}: the hub gives the LFS pointer in place of the file`,
    };
  answer.discard();
  throw badAnswer(
    new URL(answer.url).host,
    `it announces ${announced} bytes of ${nameOf(file)}, of which ${left} were asked for`,
  );
}

function continues(answer: OpenAnswer, file: WantedFile, part: PartFile): boolean {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(answer.headers.get('content-range') ?? '');
  return (
    range !== null &&
    Number(range[1]) === part.at &&
    Number(range[2]) === file.size - 1 &&
    (range[3] === '*' || Number(range[3]) === file.size)
  );
}

const strongTag = (answer: OpenAnswer): string | undefined => {
  const etag = answer.headers.get('etag');
  return etag !== undefined && /^"[\x21\x23-\x7e]{1,200}"$/.test(etag) ? etag : undefined;
};

const brokenOff = (host: string, file: WantedFile, why: string): RetryLaterError =>
  new RetryLaterError({
    what: `${host} did not give the whole of ${nameOf(file)}`,
    why,
    remedy: 'Run the same command again later; what was received is kept.',
    facts: { host },
  });
