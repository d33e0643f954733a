import { printable } from '../../domain/printable.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as the content or a quoted attribute of HTML, SVG and XML: cleaned, then escaped, so that it is never markup.
 * @param max length after cleaning, see `printable`
 */
export const xmlText = (text: string, max?: number): string =>
  printable(text, max).replace(/[&<>"']/g, (char) => ENTITIES[char] as string);
