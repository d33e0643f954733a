import { type JsonValue, parsePythonJson } from '../published/parsePythonJson.js';

/** Kinds of fault, each with the message of the parser that it stands for. */
const FAULTS: readonly (readonly [message: RegExp, word: string])[] = [
  [/nested deeper/, 'nested'],
  [/stands twice/, 'duplicate-key'],
];

/**
 * Reads the body of an answer as JSON, more strictly than a published file on disk: a server has no literals for what is
 * not finite.
 * @returns why it is refused, its first word one of `empty`, `not-utf8`, `html`, `nested`, `duplicate-key`, `not-finite`, `not-json`
 */
export function parseServed(bytes: Uint8Array): { readonly value: JsonValue } | { readonly why: string } {
  if (bytes.length === 0) return { why: 'empty: the body has no bytes' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { why: 'not-utf8: the body is not UTF-8' };
  }
  if (/^\s*</.test(text)) return { why: 'html: a page came in place of JSON' };
  try {
    const value = parsePythonJson(text);
    return isStrict(text) ? { value } : { why: 'not-finite: it holds NaN or Infinity' };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const word = FAULTS.find(([message]) => message.test(error.message))?.[1] ?? 'not-json';
    return { why: `${word}: ${error.message}` };
  }
}

/** What Python's form allows beyond JSON are the three literals. */
function isStrict(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
