import { GraphBuilder, type WeightSource } from '../../onnx/GraphBuilder.js';
import { PlacesBuilder } from '../../onnx/PlacesBuilder.js';
import { blocksOf } from '../blocks.js';
import { linear, silu } from '../elementary.js';
import type { Qwen35Options } from '../GraphOptions.js';
import { head } from '../head.js';
import { nextState } from '../memoryStates.js';
import { probeOutputs, probesAsked } from '../probeOutputs.js';
import { rotationTables } from '../rotation.js';
import { centredNorm } from './centredNorm.js';
import { type AttentionRun, fullAttention } from './fullAttention.js';
import { gatedDeltaNet } from './gatedDeltaNet.js';
import { headTensor, type Qwen35Config, textPrefix } from './Qwen35Config.js';
import { type LayerStates, qwen35States, type State } from './qwen35States.js';
import { restartedSequence, wholeSequence } from './Sequence.js';

/** Queries of full attention that are worked at once. */
const QUERY_BLOCK = 128;

/**
 * The ONNX model of the text part of a Qwen3.5 checkpoint, bytes of a ModelProto. Inputs: `ids` and `positions` [T] and `rows`
 * [R] int32, with the head `gather` also `topIds` [R, K] int32, with `topk` also `topK` [1] int64. One sequence a run, never padded.
 *
 * With `cached` the inputs of `qwen35States` come in addition and leave as outputs for the next run; `positions` then goes on
 * where the run before ended. Otherwise it is 0 to T - 1.
 *
 * @param weights the checked tensors of the checkpoint, by name
 */
export function buildQwen35Graph(
  config: Qwen35Config,
  weights: ReadonlyMap<string, WeightSource>,
  options: Qwen35Options,
): Uint8Array {
  const { form, cached = false, restartLinear = 0, roundF32 = false, places = 1 } = options;
  const g =
    places > 1
      ? new PlacesBuilder(weights, roundF32, places)
      : new GraphBuilder(weights, roundF32, '', probesAsked(options.probes));
  const prefix = textPrefix(config);
  const ids = g.input('ids', 'int32', ['T']);
  const rows = g.input('rows', 'int32', ['R']);
  const positions = g.input('positions', 'int32', ['T']);
  const order = cached ? g.op('Sub', [positions, g.op('Gather', [positions, g.int([0])])]) : positions;
  const sequence =
    restartLinear > 0 ? restartedSequence(g, ids, order, restartLinear) : wholeSequence(g, order);
  const run: AttentionRun = {
    tables: rotationTables(g, positions, config.rotary, config.ropeTheta),
    blocks: blocksOf(g, ids, QUERY_BLOCK),
    positions,
    order,
  };
  const norm = (x: string, name: string) => centredNorm(g, x, `${prefix}${name}.weight`, config.rmsNormEps);
  let h = g.pick(`${prefix}embed_tokens.weight`, ids);
  const states = cached ? qwen35States(config) : [];
  config.layerTypes.forEach((type, i) => {
    const layer = `layers.${i}.`;
    const u = norm(h, `${layer}input_layernorm`);
    const carry = carried(g, states[i]);
    let mixed: string;
    if (type === 'linear_attention') {
      const before = carry && { window: carry.first, state: carry.second };
      const { out, after } = gatedDeltaNet(
        g,
        config,
        form,
        sequence,
        u,
        `${prefix}${layer}linear_attn.`,
        before,
      );
      carry?.leave(after.window, after.state);
      mixed = out;
    } else {
      const before = carry && { keys: carry.first, values: carry.second };
      const { out, after } = fullAttention(g, config, run, u, `${prefix}${layer}self_attn.`, before);
      carry?.leave(after.keys, after.values);
      mixed = out;
    }
    h = g.op('Add', [h, mixed]);
    const y = norm(h, `${layer}post_attention_layernorm`);
    h = g.op('Add', [h, feedForward(g, y, `${prefix}${layer}mlp.`)]);
    g.probe('layers', () => h);
  });
  const hidden = norm(g.op('Gather', [h, rows]), 'norm');
  const { vocabSize, hiddenSize: width } = config;
  head(g, { weight: headTensor(config), vocabSize, width }, options.head, hidden);
  probeOutputs(g, width);
  return g.model();
}

/** down( silu(gate y) * up y ). */
function feedForward(g: GraphBuilder, y: string, prefix: string): string {
  const gate = silu(g, linear(g, y, `${prefix}gate_proj.weight`));
  const up = linear(g, y, `${prefix}up_proj.weight`);
  return linear(g, g.op('Mul', [gate, up]), `${prefix}down_proj.weight`);
}

/** The states of one layer as inputs of the graph, and a way for their successors to leave. */
function carried(g: GraphBuilder, states: LayerStates | undefined) {
  if (states === undefined) return undefined;
  const { first, second } = states;
  return {
    first: g.input(first.name, 'float', extents(first, 'before')),
    second: g.input(second.name, 'float', extents(second, 'before')),
    leave: (nextFirst: string, nextSecond: string) => {
      g.output(nextState(first.name), nextFirst, 'float', extents(first, 'after'));
      g.output(nextState(second.name), nextSecond, 'float', extents(second, 'after'));
    },
  };
}

/** The extents of a state in the graph, where one that starts at 0 has a name instead. */
function extents({ name, dims }: State, when: 'before' | 'after'): (number | string)[] {
  return dims.map((extent) => (extent === 0 ? `${name} ${when}` : extent));
}
