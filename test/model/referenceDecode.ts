import type { DecodeMode } from '../../src/model/decode/DecodeRequest.js';
import type { QuasarConfig } from '../../src/model/graphs/QuasarConfig.js';
import type { TensorData } from '../../src/model/safetensors/writeSafetensors.js';
import type { Matrix, Memory } from './memoryReference.js';
import { referenceLogits } from './reference.js';

/** Logits of each step of a greedy decoding, [steps][vocabulary], by the float64 evaluation. */
export function referenceDecode(
  config: QuasarConfig,
  weights: Readonly<Record<string, TensorData>>,
  promptIds: readonly number[],
  mode: DecodeMode,
  maxNew: number,
): Matrix {
  const text = [...promptIds];
  const steps: Matrix = [];
  let memories = new Map<number, Memory>();
  while (steps.length < maxNew) {
    const alone = mode === 'memory-only' && steps.length > 0;
    if (!alone) memories = new Map();
    const start = alone ? text.length - 1 : 0;
    const logits = referenceLogits(config, weights, text.slice(start), start, memories);
    const last = logits.at(-1) as Float64Array;
    steps.push(last);
    text.push(last.indexOf(Math.max(...last)));
  }
  return steps;
}
