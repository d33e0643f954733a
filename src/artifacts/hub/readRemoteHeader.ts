import { retry } from '../transport/retry.js';
import { type Hub, type HubTrouble, isHubTrouble } from './createHub.js';
import { type HubFile, hubFileUrl, nameOf } from './hubFile.js';
import { openFile } from './openFile.js';

/** First read: the header of most files fits into it, so that one call is enough. */
const FIRST = 256 * 1024;

/** Longest header that the format allows. */
const FORMAT_LIMIT = 100_000_000;

/** The header of a safetensors file that was read without its weights. */
export interface RemoteHeader {
  /** The first bytes of the file: the length (8 bytes, little-endian) and the JSON. A parser checks them. */
  readonly bytes: Uint8Array;
  /** Size of the whole file as the hub lists it; the data starts at `bytes.length`. */
  readonly size: number;
}

/**
 * Reads the header of a safetensors file by range, without the weights. No digest covers a part of a file: what is read
 * is the hub's word, enough for prechecks and size estimates, never for a verdict.
 * @param file with the size of the listing
 * @param maxHeader most bytes of the JSON; a longer header gives the state `too-large`
 * @returns a state where the hub does not give it; `unreachable` where the file is too short for the length it names
 * @throws RetryLaterError, AddressRefusedError, UnavailableError
 */
export async function readRemoteHeader(
  hub: Hub,
  file: HubFile & { readonly size: number },
  maxHeader = 16 * 1024 * 1024,
): Promise<RemoteHeader | HubTrouble> {
  const url = hubFileUrl(hub, file);
  if (typeof url !== 'string') return url;
  const first = await readRange(hub, file, url, Math.min(file.size, FIRST));
  if (isHubTrouble(first)) return first;
  const unsound = (why: string): HubTrouble => ({ state: 'unreachable', why: `${nameOf(file)}: ${why}` });
  if (first.length < 8) return unsound(`a file of ${first.length} bytes has no safetensors header`);
  const length = Buffer.from(first).readBigUInt64LE(0);
  if (length > BigInt(Math.min(maxHeader, FORMAT_LIMIT)))
    return {
      state: 'too-large',
      why: `${nameOf(file)}: a header of ${length} bytes, the limit is ${maxHeader}`,
    };
  const end = 8 + Number(length);
  if (end > file.size) return unsound(`a header of ${length} bytes in a file of ${file.size}`);
  if (end <= first.length) return { bytes: first.subarray(0, end), size: file.size };
  const whole = await readRange(hub, file, url, end);
  return isHubTrouble(whole) ? whole : { bytes: whole, size: file.size };
}

/** The first `count` bytes; a server that ignores the range is cut off after them. */
async function readRange(
  hub: Hub,
  file: HubFile & { readonly size: number },
  url: string,
  count: number,
): Promise<Uint8Array | HubTrouble> {
  if (count === 0) return new Uint8Array(0);
  return retry(
    async () => {
      const known = { size: file.size, maxBytes: Math.max(file.size, count), totalMs: 300_000 };
      const answer = await openFile(hub, file, url, { range: `bytes=0-${count - 1}` }, known);
      if (isHubTrouble(answer)) return answer;
      const pieces: Uint8Array[] = [];
      let got = 0;
      for await (const piece of answer.body) {
        pieces.push(piece);
        got += piece.length;
        if (got >= count) break;
      }
      const isRange =
        answer.status === 200 || (answer.headers.get('content-range') ?? '').startsWith('bytes 0-');
      if (!isRange || got < count)
        return {
          state: 'unreachable',
          why: `${nameOf(file)}: the hub does not give its first ${count} bytes`,
        };
      return Buffer.concat(pieces).subarray(0, count);
    },
    hub.signal,
    hub.patience,
  );
}
