import type { ScoreRequest, ScoreResult } from '../../domain/engine.js';

/** Fields in the order of `resultBytes`. */
const FIELDS = ['topIds', 'logProbs', 'tailLogMass', 'logits', 'hidden'] as const;

/**
 * The inverse of `resultBytes`, held against the request that it answers.
 * @returns null when the bytes are no such result: lengths that do not fit, a value that is not finite, ids below 0
 */
export function parseResult(bytes: Buffer, request: ScoreRequest): ScoreResult | null {
  const result: { -readonly [Name in keyof ScoreResult]: ScoreResult[Name] } = {};
  let at = 0;
  for (const name of FIELDS) {
    if (at + 4 > bytes.length) return null;
    const count = bytes.readUInt32LE(at);
    at += 4;
    if (count === 0) continue;
    if (count > (bytes.length - at) / 4) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * 4);
    at += count * 4;
    if (name === 'topIds')
      result.topIds = Int32Array.from({ length: count }, (_, i) => view.getInt32(i * 4, true));
    else result[name] = Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * 4, true));
  }
  return at === bytes.length && answers(result, request) ? result : null;
}

function answers(result: ScoreResult, { rows, topIds, topK, logits, hidden }: ScoreRequest): boolean {
  const width = topIds?.[0]?.length ?? topK ?? 0;
  if ((result.logProbs?.length ?? 0) !== rows.length * width) return false;
  if ((result.topIds?.length ?? 0) !== rows.length * (topK ?? 0)) return false;
  if ((result.logits !== undefined) !== (logits === true)) return false;
  if ((result.hidden !== undefined) !== (hidden === true)) return false;
  const floats = [result.logProbs, result.tailLogMass, result.logits, result.hidden];
  return (
    floats.every((list) => list === undefined || list.every(Number.isFinite)) &&
    (result.topIds === undefined || result.topIds.every((id) => id >= 0)) &&
    (result.logProbs === undefined || result.logProbs.every((value) => value <= LEAST_ABOVE))
  );
}

/** Rounding of a log-softmax in float32 may pass 0 by this much. */
const LEAST_ABOVE = 1e-5;
