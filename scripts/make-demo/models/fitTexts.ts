import type { LoadedModel } from '../../../src/domain/engine.js';
import type { DemoTokenizer } from '../text/demoTokenizer.js';

const LENGTH = 24;
/** Positions before this one have seen too little context to fit a head on. */
const FROM = 3;
/** One sequence in so many is the end of a question. */
const QUESTION = 3;

/** Token sequences on which heads are fitted: in a fixed order, so that more rows contain fewer rows. */
export function fitTexts(
  rows: number,
  texts: readonly string[],
  { tokenizer, ask }: DemoTokenizer,
): readonly (readonly number[])[] {
  const wanted = Math.ceil(rows / (LENGTH - FROM));
  const found: number[][] = [];
  for (const text of texts) {
    if (found.length === wanted) break;
    const ids =
      found.length % QUESTION === 1 ? ask(text).slice(-LENGTH) : tokenizer.encode(text).slice(0, LENGTH);
    if (ids.length === LENGTH) found.push([...ids]);
  }
  return found;
}

/** The ids of the fitted positions, in the order of the rows. */
export const fitIds = (texts: readonly (readonly number[])[], rows: number): readonly number[] =>
  texts.flatMap((ids) => ids.slice(FROM)).slice(0, rows);

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
