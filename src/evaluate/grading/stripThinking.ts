import { strip } from '../../python/text.js';

const OPEN = '<think>';
const CLOSE = '</think>';
const NARRATIVE = /^Thinking Process:[\s\S]*?(?:(?=\n\n[A-Z0-9])|$(?![\s\S]))/;

/**
 * An answer without its thinking: the first closed block, or all up to a lone closing tag, then a narrative that begins
 * the text up to the first paragraph that begins with a capital or a digit (rule: grading, docs/methodology.md).
 */
export function stripThinking(text: string): string {
  const close = text.indexOf(CLOSE);
  const open = text.indexOf(OPEN);
  const rest = open >= 0 ? withoutBlock(text, open) : close >= 0 ? text.slice(close + CLOSE.length) : text;
  return strip(strip(rest).replace(NARRATIVE, ''));
}

function withoutBlock(text: string, open: number): string {
  const close = text.indexOf(CLOSE, open);
  if (close < 0) return text;
  return text.slice(0, open) + text.slice(close + CLOSE.length).replace(/^\s+/, '');
}
