import { ModelRefusedError } from '../../errors/model.js';
import type { Tokenizer } from './Tokenizer.js';

/** Text and token ids one to one: every token is a piece of `width` characters. No token is special. */
export interface FixedWidthTokenizer extends Tokenizer {
  readonly kind: 'fixed-width';
  readonly width: number;
}

const MAX_WIDTH = 64;
const MAX_PIECES = 1 << 20;
const PRINTABLE = /^[\x20-\x7e]+$/;

/**
 * Reads the tokenizer document of a synthetic snapshot:
 * `{schema: 1, kind: "fixed-width", width, pieces: [one distinct printable ASCII string of that width per id]}`.
 *
 * @throws ModelRefusedError naming what does not fit
 */
export function parseFixedWidthTokenizer(json: unknown): FixedWidthTokenizer {
  if (typeof json !== 'object' || json === null) throw refused('the document is not an object');
  const { schema, kind, width, pieces } = json as Readonly<Record<string, unknown>>;
  if (schema !== 1) throw refused(`schema is ${show(schema)}, 1 is expected`);
  if (kind !== 'fixed-width') throw refused(`kind is ${show(kind)}, "fixed-width" is expected`);
  if (typeof width !== 'number' || !Number.isSafeInteger(width) || width < 1 || width > MAX_WIDTH)
    throw refused(`width is ${show(width)}, a whole number from 1 to ${MAX_WIDTH} is expected`);
  if (!Array.isArray(pieces) || pieces.length === 0 || pieces.length > MAX_PIECES)
    throw refused(`pieces is not a list of 1 to ${MAX_PIECES} strings`);
  const ids = new Map<string, number>();
  pieces.forEach((piece: unknown, id) => {
    if (typeof piece !== 'string' || piece.length !== width || !PRINTABLE.test(piece))
      throw refused(`piece ${id} is not ${width} printable ASCII characters`);
    if (ids.has(piece)) throw refused(`piece ${id} stands twice`);
    ids.set(piece, id);
  });
  return tokenizer(width, pieces as readonly string[], ids);
}

function tokenizer(
  width: number,
  pieces: readonly string[],
  idOf: ReadonlyMap<string, number>,
): FixedWidthTokenizer {
  const encode = (text: string): number[] => {
    if (text.length % width !== 0)
      throw refused(`a text of ${text.length} characters is not a whole number of ${width}-character pieces`);
    return Array.from({ length: text.length / width }, (_, i) => {
      const piece = text.slice(i * width, (i + 1) * width);
      const id = idOf.get(piece);
      if (id === undefined) throw refused(`the text holds ${show(piece)}, which is no piece`);
      return id;
    });
  };
  return {
    kind: 'fixed-width',
    width,
    vocabSize: pieces.length,
    encode,
    encodeWithEnds: (text) => {
      const ids = encode(text);
      return { ids, ends: ids.map((_, index) => (index + 1) * width) };
    },
    entries: () => pieces.map((piece, id) => [piece, id] as const),
    decode: (ids) =>
      ids
        .map((id) => {
          const piece = pieces[id];
          if (piece === undefined)
            throw refused(`token ${id} is not of the vocabulary (0 to ${pieces.length - 1})`);
          return piece;
        })
        .join(''),
  };
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 80);
}

function refused(why: string): ModelRefusedError {
  return new ModelRefusedError({
    what: 'the fixed-width tokenizer is refused',
    why,
    remedy: 'Use the tokenizer and the text that belong together.',
  });
}
