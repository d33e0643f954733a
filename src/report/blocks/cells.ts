import type { Cell } from './block.js';

export const plain = (text: string): Cell => ({ text });
/** @param max characters that are shown */
export const code = (text: string, max = 200): Cell => ({ text, style: 'code', max });
export const number = (text: string): Cell => ({ text, style: 'number' });
/** A whole number; null as a word. */
export const count = (value: number | null, otherwise = 'none'): Cell =>
  value === null ? { text: otherwise } : { text: String(value), style: 'count' };
export const uid = (value: number | null | undefined): Cell => ({
  text: value === null || value === undefined ? 'nobody' : `u${value}`,
});
