import { badAnswer } from '../transport/connectionTrouble.js';
import { type OpenAnswer, openRequest } from '../transport/openRequest.js';
import { statusTrouble } from '../transport/statusTrouble.js';
import type { Hub, HubTrouble } from './createHub.js';
import { type HubFile, nameOf } from './hubFile.js';
import { hubRefusal } from './hubRefusal.js';

/** What the call is known to be for: the hub's own headers are compared with it. */
interface Known {
  readonly size?: number;
  readonly sha256?: string;
  readonly maxBytes: number;
  /** Milliseconds for the whole answer. */
  readonly totalMs: number;
}

/**
 * Asks the hub for a file, or a range of it, over its redirects to a file host.
 * @param headers `range` and `if-range` where wanted
 * @returns the answer with status 200, 206 or 416; a state where the hub refuses
 * @throws RetryLaterError for "not now"; AddressRefusedError; UnavailableError when the hub names another commit, size or
 *   digest than is known
 */
export async function openFile(
  hub: Hub,
  file: HubFile,
  url: string,
  headers: Readonly<Record<string, string>>,
  known: Known,
): Promise<OpenAnswer | HubTrouble> {
  const { maxBytes, totalMs } = known;
  const answer = await openRequest({ ...hub.files, url, headers, maxBytes, totalMs });
  try {
    checkHeads(answer, file, known);
    const later = statusTrouble(answer, hub.patience.now);
    if (later !== null) throw later;
  } catch (error) {
    answer.discard();
    throw error;
  }
  if (answer.status === 200 || answer.status === 206 || answer.status === 416) return answer;
  answer.discard();
  const { host, origin } = new URL(answer.url);
  if (origin !== hub.url)
    return {
      state: 'gone',
      why: `${nameOf(file)}: listed, but ${host} does not give it (status ${answer.status})`,
    };
  return hubRefusal(answer, nameOf(file));
}

function checkHeads(answer: OpenAnswer, file: HubFile, known: Known): void {
  const { host } = new URL(answer.url);
  for (const { headers, url } of [...answer.hops, answer]) {
    if (new URL(url).origin !== new URL(answer.hops[0]?.url ?? answer.url).origin) continue;
    const commit = headers.get('x-repo-commit');
    if (commit !== undefined && commit !== file.revision)
      throw badAnswer(host, `it gives ${nameOf(file)} of another commit`);
    const size = headers.get('x-linked-size');
    if (size !== undefined && known.size !== undefined && Number(size) !== known.size)
      throw badAnswer(host, `it names another size for ${nameOf(file)} than its listing`);
    const etag = /^"([0-9a-f]{64})"$/.exec(headers.get('x-linked-etag') ?? '')?.[1];
    if (etag !== undefined && known.sha256 !== undefined && etag !== known.sha256)
      throw badAnswer(host, `it names another digest for ${nameOf(file)} than its listing`);
  }
}
