import { sha256Hex } from './canonical.js';
import type { ProbeResult, Probes, ScoreRequest, ScoreResult } from './engine.js';

/** Fields of a result in the order in which they are digested. */
const FIELDS = ['topIds', 'logProbs', 'tailLogMass', 'logits', 'hidden'] as const;

/**
 * What a score was asked, as bytes: little endian, each list led by its length as u32. Two requests have equal bytes
 * only when they ask for the same.
 *
 * Layout: ids; rows; the width of `topIds` and all its ids row by row; `topK` (0 when it is not asked); 1 or 0 for
 * `logits` and for `hidden`. With probes two words more: 1 for `drops` + 2 for `gates` + 4 for `layers`, and 1 + the
 * layer of `values`, 0 without.
 */
export function requestBytes({ ids, rows, topIds, topK, logits, hidden, probes }: ScoreRequest): Uint8Array {
  const words = [ids.length, ...ids, rows.length, ...rows, topIds?.[0]?.length ?? 0];
  for (const list of topIds ?? []) for (const id of list) words.push(id);
  words.push(topK ?? 0, logits === true ? 1 : 0, hidden === true ? 1 : 0);
  if (probes !== undefined) words.push(...probeWords(probes));
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => {
    view.setUint32(i * 4, word, true);
  });
  return bytes;
}

/**
 * The raw bits of a result: for each field in the order topIds, logProbs, tailLogMass, logits, hidden its number of
 * values as u32 (0 when it is absent), then the values as i32 or f32, little endian. Answers to probes follow in the same
 * way where there are any: drops, gates, digests as 8 words each, values.
 */
export function resultBytes(result: ScoreResult): Uint8Array {
  const arrays: (Float32Array | Int32Array | undefined)[] = FIELDS.map((name) => result[name]);
  if (result.probes !== undefined) arrays.push(...probeArrays(result.probes));
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

/** sha256 of token ids, as `requestBytes` of a request without rows has them. */
export const idsDigest = (ids: readonly number[]): string => sha256Hex(requestBytes({ ids, rows: [] }));

function probeWords({ drops, gates, layers, values }: Probes): number[] {
  const flags = (drops === true ? 1 : 0) + (gates === true ? 2 : 0) + (layers === true ? 4 : 0);
  return [flags, values === undefined ? 0 : values + 1];
}

function probeArrays({
  drops,
  gates,
  layers,
  values,
}: ProbeResult): (Float32Array | Int32Array | undefined)[] {
  return [
    drops && Int32Array.from(drops, ({ dropped }) => dropped),
    gates && Float32Array.from(gates, ({ mean }) => mean),
    layers && Int32Array.from(layers.flatMap(({ sha256 }) => wordsOf(sha256))),
    values?.hidden,
  ];
}

/** A digest as 8 signed words, little endian. */
function wordsOf(sha256: string): number[] {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) =>
    Number.parseInt(sha256.slice(2 * i, 2 * i + 2), 16),
  );
  const view = new DataView(bytes.buffer);
  return Array.from({ length: 8 }, (_, i) => view.getInt32(i * 4, true));
}
