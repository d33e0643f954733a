import { badAnswer } from './connectionTrouble.js';
import type { OpenAnswer } from './openRequest.js';

/**
 * Reads the whole body of an answer into memory; `maxBytes` of its request bounds it.
 * @throws RetryLaterError, UnavailableError
 */
export async function readBody(answer: OpenAnswer): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/**
 * Reads the whole body of an answer as JSON.
 * @throws UnavailableError when it is not UTF-8 JSON
 */
export async function readJson(answer: OpenAnswer): Promise<unknown> {
  const bytes = await readBody(answer);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw badAnswer(new URL(answer.url).host, 'it is not JSON');
  }
}
