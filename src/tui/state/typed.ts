import { printable } from '../../domain/printable.js';

const MAX_TYPED = 80;

/** A line of text after one more key; what is no character changes nothing. */
export const typed = (text: string, key: string): string => {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  const char = key === 'space' ? ' ' : key;
  return [...char].length === 1 && text.length < MAX_TYPED ? printable(`${text}${char}`) : text;
};
