import { isAbsent } from '../../domain/absent.js';
import { sha256Hex } from '../../domain/canonical.js';
import type { PrecheckFinding } from '../../domain/round.js';
import { strip } from '../../python/text.js';
import { failed, notChecked, type PrecheckSubject, passed } from './precheck.js';
import { templateText } from './templateText.js';

/** Python's `str.isspace` of one character. */
const isSpace = (text: string): boolean => strip(text) === '';

/** First position from `at` on that is not white space to Python. */
function afterSpaces(text: string, at: number): number {
  let end = at;
  while (end < text.length && isSpace(text[end] as string)) end += 1;
  return end;
}

/**
 * Without every comment of one line that starts a line, with the white space around it, and stripped: what
 * `^\s*\{#.*?#\}\s*\n?` matches in Python's multi-line mode. One pass, whatever the text.
 */
export function withoutComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  while (at < text.length) {
    const start = afterSpaces(text, at);
    const line = text.indexOf('\n', start);
    const end = line < 0 ? text.length : line + 1;
    const close = text.startsWith('{#', start) ? text.slice(start, end).indexOf('#}', 2) : -1;
    if (close < 0) {
      kept.push(text.slice(at, end));
      at = end;
      continue;
    }
    const next = afterSpaces(text, start + close + 2);
    const startsLine = text[next - 1] === '\n';
    at = startsLine ? next : keepRest(text, next, kept);
  }
  return strip(kept.join(''));
}

/** What follows a comment on its own line stays; the next comment starts on a later line. */
function keepRest(text: string, from: number, kept: string[]): number {
  const line = text.indexOf('\n', from);
  const end = line < 0 ? text.length : line + 1;
  kept.push(text.slice(from, end));
  return end;
}

/** Rule 18: the chat template is the official one, with or without comments. A missing or unreadable one passes. */
export function chatTemplate({ manifest, readFile, pins }: PrecheckSubject): PrecheckFinding {
  const official = pins.chatTemplateSha256;
  const found = templateText({
    lists: (path) => manifest.files.some((file) => file.path === path),
    readFile,
  });
  if (isAbsent(found)) return notChecked(18, `The chat template would be needed: ${found.why}.`);
  if (found.text === null) return passed(18, `${found.why}.`);
  const digest = sha256Hex(withoutComments(found.text));
  if (digest === official || sha256Hex(found.text) === official)
    return passed(18, `The template of ${found.why} is the official one.`);
  return failed(
    18,
    'INVALID',
    `The template of ${found.why} is not the official one: sha256 ${digest.slice(0, 16)}... without comments.`,
  );
}
