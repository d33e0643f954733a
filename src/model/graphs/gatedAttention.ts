import type { RecurrenceForm } from '../../domain/engine.js';
import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { joinHeads, linear, rmsNorm, silu, softplus, splitHeads } from './elementary.js';
import { type QuasarConfig, widths } from './QuasarConfig.js';
import { gatedRule } from './recurrence.js';

/** The gate's logarithm is divided by this; a constant of the layer. */
const GATE_DIVISOR = 16;
/** The layer's own norm does not follow the config's eps. */
const OUTPUT_EPS = 1e-5;

/**
 * Gated linear attention: no convolution, no rotation; the state decays per key channel (rule: Quasar forward pass,
 * docs/methodology.md).
 *
 * @param u [T, d_model], already normalised by the layer
 * @param prefix name of the layer's attention, with a final stop
 */
export function gatedAttention(
  g: GraphBuilder,
  config: QuasarConfig,
  form: RecurrenceForm,
  u: string,
  prefix: string,
): string {
  const heads = config.nHeads;
  const { glaKey, glaValue } = widths(config);
  const shape = { heads, keyWidth: glaKey / heads, valueWidth: glaValue / heads };
  const project = (letter: string, width: number) =>
    splitHeads(g, linear(g, u, `${prefix}${letter}_proj.weight`), heads, width);
  const gate = linear(
    g,
    linear(g, u, `${prefix}gk_proj.0.weight`),
    `${prefix}gk_proj.1.weight`,
    `${prefix}gk_proj.1.bias`,
  );
  // log sigmoid(x) = -softplus(-x)
  const decay = g.op('Div', [softplus(g, g.op('Neg', [gate])), g.float(-GATE_DIVISOR)]);
  const read = gatedRule(
    g,
    form,
    shape,
    {
      query: project('q', shape.keyWidth),
      key: project('k', shape.keyWidth),
      value: project('v', shape.valueWidth),
    },
    splitHeads(g, decay, heads, shape.keyWidth),
  );
  const normed = joinHeads(g, rmsNorm(g, read, `${prefix}g_norm_swish_gate.weight`, OUTPUT_EPS));
  const out = silu(g, linear(g, u, `${prefix}g_proj.weight`));
  return linear(g, g.op('Mul', [normed, out]), `${prefix}o_proj.weight`);
}
