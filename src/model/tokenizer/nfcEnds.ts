import { NEWER_CHARACTERS } from './newerCharacters.js';

/** Normalised text, and where each of its code points ends in the source. */
export interface NormalisedText {
  readonly text: string;
  /** Per code point of `text`, code points of the source. */
  readonly ends: readonly number[];
}

/** Text that is left as it is. */
export const plainEnds = (text: string): NormalisedText => ({
  text,
  ends: Array.from(text, (_, index) => index + 1),
});

/**
 * Normalises to NFC and says where each code point comes from, by the convention of the tokenizers library: a composed
 * character ends where the FIRST of its source characters ends, one that a decomposition added ends with the character
 * before it, and marks that change places are counted in their new order. So the ends decide the same boundaries.
 */
export function nfcEnds(source: string): NormalisedText {
  if (source.normalize('NFC') === source) return plainEnds(source);
  let text = '';
  const ends: number[] = [];
  let before = 0;
  for (const [index, part] of source.split(NEWER_CHARACTERS).entries()) {
    const normal = index % 2 === 1 ? plainEnds(part) : normalise(part);
    text += normal.text;
    for (const end of normal.ends) ends.push(before + end);
    before += [...part].length;
  }
  return { text, ends };
}

function normalise(source: string): NormalisedText {
  const text = source.normalize('NFC');
  if (text === source) return plainEnds(text);
  const takeAdded = decomposed(source);
  let taken = 0;
  const ends = Array.from(text, (character) => {
    const pieces = [...character.normalize('NFD')];
    const change = pieces.filter(takeAdded).length - (pieces.length - 1);
    if (change > 0) return taken;
    const end = taken + 1;
    taken += 1 - change;
    return end;
  });
  return { text, ends };
}

/**
 * The fully decomposed source as one queue per spelling. Canonical ordering is stable, so equal characters keep their
 * order and a queue gives back the right one.
 * @returns takes a character from its queue and says whether it was added by a decomposition
 */
function decomposed(source: string): (piece: string) => boolean {
  const queues = new Map<string, { readonly added: boolean[]; next: number }>();
  for (const character of source)
    for (const [index, piece] of [...character.normalize('NFD')].entries()) {
      const queue = queues.get(piece) ?? { added: [], next: 0 };
      queue.added.push(index > 0);
      queues.set(piece, queue);
    }
  return (piece) => {
    const queue = queues.get(piece);
    return queue?.added[queue.next++] === true;
  };
}
