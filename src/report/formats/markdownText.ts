import { printable } from '../../domain/printable.js';

/**
 * Text in Markdown that is never markup: cleaned, then every character that begins something is escaped, and addresses
 * are broken up so that no reader links them. An `@` stands in a code span, because mail addresses and mentions are linked
 * after escapes are resolved.
 * @param max length after cleaning, see `printable`
 */
export const markdownText = (text: string, max?: number): string =>
  printable(text, max)
    .replace(/[\\`*_[\]|<>~&$#]/g, '\\$&')
    .replace(/^(\s*)([-+](?=\s)|--|=)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/@/g, '`@`');

/**
 * Text as a code span, with more backticks around it than in it; for a table its pipes are escaped too. In a code span
 * a backslash before a pipe cannot be told from an escape: such a text is escaped instead.
 */
export const markdownCode = (text: string, max?: number): string => {
  const clean = printable(text, max);
  if (clean.includes('\\|')) return markdownText(text, max);
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = longest > 0 ? ' ' : '';
  return clean.trim() === '' ? '' : `${fence}${room}${clean.replaceAll('|', '\\|')}${room}${fence}`;
};
