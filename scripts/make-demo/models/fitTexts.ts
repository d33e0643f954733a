import type { LoadedModel } from '../../../src/domain/engine.js';
import type { Tokenizer } from '../../../src/model/tokenizer/Tokenizer.js';

const LENGTH = 24;
/** Positions before this one have seen too little context to fit a head on. */
const FROM = 3;

/** Token sequences on which heads are fitted: in a fixed order, so that more rows contain fewer rows. */
export function fitTexts(
  rows: number,
  texts: readonly string[],
  tokenizer: Tokenizer,
): readonly (readonly number[])[] {
  const wanted = Math.ceil(rows / (LENGTH - FROM));
  const found: number[][] = [];
  for (const text of texts) {
    if (found.length === wanted) break;
    const ids = tokenizer.encode(text).slice(0, LENGTH);
    if (ids.length === LENGTH) found.push(ids);
  }
  return found;
}

/** The first `rows` rows of what a model gives for every fitted position: states, or logits. */
export async function fitRows(
  model: LoadedModel,
  texts: readonly (readonly number[])[],
  rows: number,
  what: 'hidden' | 'logits',
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  let held = 0;
  const positions = Array.from({ length: LENGTH - FROM }, (_, at) => FROM + at);
  for (const ids of texts) {
    if (held >= rows) break;
    const part = (await model.score({ ids, rows: positions, [what]: true }))[what] as Float32Array;
    parts.push(part);
    held += positions.length;
  }
  const width = (parts[0]?.length ?? 0) / positions.length;
  const all = new Float32Array(rows * width);
  let at = 0;
  for (const part of parts) {
    const kept = part.subarray(0, Math.min(part.length, all.length - at));
    all.set(kept, at);
    at += kept.length;
  }
  return all;
}
