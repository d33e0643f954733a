import { VOCABULARY } from '../models/demoConfig.js';
import type { Seeded } from '../seeded.js';

/** Characters of every piece: text and ids map one to one by cutting the text in steps of three. */
const PIECE_WIDTH = 3;

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

/** 512 different syllables of three ASCII characters in drawn order; one in seven ends in a space. */
export function drawPieces(seeded: Seeded): readonly string[] {
  const open = [...CONSONANTS].flatMap((c) => [...VOWELS].map((v) => c + v));
  const closed = open.flatMap((syllable) => [...CONSONANTS].map((c) => syllable + c));
  const spaced = open.map((syllable) => `${syllable} `);
  const draw = seeded.fork('pieces');
  const chosen = [...spaced, ...draw.shuffle(closed).slice(0, VOCABULARY - spaced.length)];
  return draw.shuffle(chosen);
}

/** The tokenizer file of the demo's models: fixed-width pieces, no merges, no special tokens. */
export const tokenizerText = (pieces: readonly string[]): string =>
  `${JSON.stringify({ schema: 1, kind: 'fixed-width', width: PIECE_WIDTH, pieces })}\n`;

export const toText = (ids: readonly number[], pieces: readonly string[]): string =>
  ids.map((id) => pieces[id]).join('');

/** Ids of a text that is a whole number of pieces. @throws TypeError when a piece is not in the vocabulary */
export function toIds(text: string, ids: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at += PIECE_WIDTH) {
    const id = ids.get(text.slice(at, at + PIECE_WIDTH));
    if (id === undefined) throw new TypeError(`the text holds no piece at character ${at}`);
    found.push(id);
  }
  return found;
}

export const pieceIds = (pieces: readonly string[]): ReadonlyMap<string, number> =>
  new Map(pieces.map((piece, id) => [piece, id]));
