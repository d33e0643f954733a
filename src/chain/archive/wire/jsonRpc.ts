import { type Fault, fault, type Outcome } from './fault.js';
import { nodeErrorFault } from './nodeErrors.js';

/** Deepest nesting of an answer: those that are read have at most 6 levels. */
const DEEPEST = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Index after the closing quote of the string that begins at `open`, or the end of the text. */
const endOfString = (text: string, open: number): number => {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
};

/** Whether JSON text nests deeper than `limit`, brackets inside of strings left aside. */
const isTooDeep = (text: string, limit: number): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    // `{` 0x7b and `[` 0x5b open, `}` 0x7d and `]` 0x5d close: they differ in bit 0x20 alone.
    if ((code | 0x20) === 0x7b) depth += 1;
    else if ((code | 0x20) === 0x7d) depth -= 1;
    if (depth > limit) return true;
    at += 1;
  }
  return false;
};

/** One message of a node. `id` is null where the node could not tell which call it answers. */
export interface Answer {
  readonly id: number | null;
  readonly outcome: Outcome<unknown>;
}

/** Whether a value is an object with names. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readError = (error: unknown): Fault => {
  if (!isRecord(error) || !Number.isSafeInteger(error.code) || typeof error.message !== 'string')
    return { kind: 'badAnswer', why: 'its error has no code and message' };
  // Older nodes write the cause into `data` and keep `message` general.
  const data = typeof error.data === 'string' ? `: ${error.data}` : '';
  return nodeErrorFault(error.code as number, `${error.message}${data}`);
};

/** Writes a JSON-RPC 2.0 call. */
export const writeCall = (id: number, method: string, params: readonly unknown[]): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

/**
 * Reads a message of a node.
 * @returns null for a notification, which no call asked for; a fault where the text is no JSON-RPC 2.0 answer
 */
export function readAnswer(text: string): Answer | { readonly fault: Fault } | null {
  if (isTooDeep(text, DEEPEST)) return fault('badAnswer', `the answer nests deeper than ${DEEPEST} levels`);
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return fault('badAnswer', 'the answer is not JSON');
  }
  if (!isRecord(message) || message.jsonrpc !== '2.0')
    return fault('badAnswer', 'the answer is not JSON-RPC 2.0');
  const { id, result, error } = message;
  if (id === undefined && typeof message.method === 'string') return null;
  const failed = error !== undefined && error !== null;
  if (failed === 'result' in message && !(failed && result === null))
    return fault('badAnswer', 'the answer has not exactly one of result and error');
  if (id === null || id === undefined) {
    if (!failed) return fault('badAnswer', 'the answer has no id');
    return { id: null, outcome: { fault: readError(error) } };
  }
  if (!Number.isSafeInteger(id)) return fault('badAnswer', 'the id of the answer is not a number');
  return { id: id as number, outcome: failed ? { fault: readError(error) } : { value: result } };
}
