import type { LoadedModel } from '../../../src/domain/engine.js';
import type { Seeded } from '../seeded.js';
import { VOCABULARY } from './demoConfig.js';

const LENGTH = 44;
/** Positions before this one have seen too little context to fit a head on. */
const FROM = 3;

/** Token sequences on which heads are fitted: drawn once, so that more rows contain fewer rows. */
export function fitTexts(rows: number, seeded: Seeded): readonly (readonly number[])[] {
  const draw = seeded.fork('fit');
  return Array.from({ length: Math.ceil(rows / (LENGTH - FROM)) }, () =>
    Array.from({ length: LENGTH }, () => draw.int(0, VOCABULARY - 1)),
  );
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
