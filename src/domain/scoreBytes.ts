import type { ScoreRequest, ScoreResult } from './engine.js';

/** Fields of a result in the order in which they are digested. */
const FIELDS = ['topIds', 'logProbs', 'tailLogMass', 'logits', 'hidden'] as const;

/**
 * What a score was asked, as bytes: little endian, each list led by its length as u32. Two requests have equal bytes
 * only when they ask for the same.
 *
 * Layout: ids; rows; the width of `topIds` and all its ids row by row; `topK` (0 when it is not asked); 1 or 0 for
 * `logits` and for `hidden`.
 */
export function requestBytes({ ids, rows, topIds, topK, logits, hidden }: ScoreRequest): Uint8Array {
  const words = [ids.length, ...ids, rows.length, ...rows, topIds?.[0]?.length ?? 0];
  for (const list of topIds ?? []) for (const id of list) words.push(id);
  words.push(topK ?? 0, logits === true ? 1 : 0, hidden === true ? 1 : 0);
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => {
    view.setUint32(i * 4, word, true);
  });
  return bytes;
}

/**
 * The raw bits of a result: for each field in the order topIds, logProbs, tailLogMass, logits, hidden its number of
 * values as u32 (0 when it is absent), then the values as i32 or f32, little endian.
 */
export function resultBytes(result: ScoreResult): Uint8Array {
  const arrays = FIELDS.map((name) => result[name]);
  const bytes = new Uint8Array(arrays.reduce((sum, array) => sum + 4 + 4 * (array?.length ?? 0), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const array of arrays) {
    view.setUint32(at, array?.length ?? 0, true);
    at += 4;
    if (array === undefined) continue;
    const isFloat = array instanceof Float32Array;
    for (let i = 0; i < array.length; i++, at += 4) {
      if (isFloat) view.setFloat32(at, array[i] as number, true);
      else view.setInt32(at, array[i] as number, true);
    }
  }
  return bytes;
}
