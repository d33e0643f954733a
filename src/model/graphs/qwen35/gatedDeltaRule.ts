import type { RecurrenceForm } from '../../../domain/engine.js';
import type { GraphBuilder } from '../../onnx/GraphBuilder.js';
import { chunkedDeltaRule } from './chunkedDeltaRule.js';

/** One key head serves `valueHeads / keyHeads` consecutive value heads; each of these has a state [keyWidth, valueWidth]. */
export interface DeltaShape {
  readonly keyHeads: number;
  readonly valueHeads: number;
  readonly keyWidth: number;
  readonly valueWidth: number;
}

/** A batch of sequences, heads packed into the last axis. */
export interface DeltaInputs {
  /** [B, T, keyHeads x keyWidth] */
  readonly query: string;
  readonly key: string;
  /** [B, T, valueHeads x valueWidth] */
  readonly value: string;
  /** [B, T, valueHeads], natural logarithm, at most 0 */
  readonly decay: string;
  /** [B, T, valueHeads], how much of the error is written, 0 to 1 */
  readonly rate: string;
  /** [B, valueHeads, keyWidth, valueWidth] before the first token; zeros when it is not given */
  readonly state?: string;
  /** Names of the extents B and T. */
  readonly extents: readonly [number | string, string];
}

export interface DeltaOutputs {
  /** [B, T, valueHeads x valueWidth] */
  readonly read: string;
  /** [B, valueHeads, keyWidth, valueWidth] after the last token */
  readonly state: string;
}

/**
 * Gated delta rule: S <- exp(decay) S, S <- S + rate k (v - S^T k)^T, output keyWidth^-1/2 S^T q with token t included.
 * The form `contrib` is the runtime's own kernel, `plain` works in chunks by MatMul in standard operators.
 */
export function gatedDeltaRule(
  g: GraphBuilder,
  form: RecurrenceForm,
  shape: DeltaShape,
  inputs: DeltaInputs,
): DeltaOutputs {
  if (form === 'plain') return chunkedDeltaRule(g, shape, inputs);
  const { query, key, value, decay, rate, state = '' } = inputs;
  const [read, next] = g.contrib(
    'LinearAttention',
    [query, key, value, state, decay, rate],
    {
      q_num_heads: { int: shape.keyHeads },
      kv_num_heads: { int: shape.valueHeads },
      update_rule: { text: 'gated_delta' },
      scale: { float: shape.keyWidth ** -0.5 },
    },
    2,
  ) as [string, string];
  return { read, state: next };
}
