const escapeOf = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A JSON document as ASCII: JSON itself leaves C1 controls, bidi marks and invisible characters as they are, and a terminal
 * obeys them. The escapes stand for the same text, so that a reader gets every character back.
 */
export const asciiJson = (document: unknown): string =>
  JSON.stringify(document).replace(/[^\x20-\x7e]/g, escapeOf);
