import { GraphBuilder, type WeightSource } from '../onnx/GraphBuilder.js';
import { PlacesBuilder } from '../onnx/PlacesBuilder.js';
import { bigmacMoe } from './bigmacMoe.js';
import { carriedMemory } from './carriedMemory.js';
import { rmsNorm, swiglu } from './elementary.js';
import type { GraphOptions } from './GraphOptions.js';
import { gatedAttention } from './gatedAttention.js';
import { head } from './head.js';
import { latentMemory } from './latentMemory.js';
import { segmentPadding } from './memorySegments.js';
import { memoryStates, nextState } from './memoryStates.js';
import { probeOutputs, probesAsked } from './probeOutputs.js';
import { isMoe, type QuasarConfig, widths } from './QuasarConfig.js';
import { quasarAttention } from './quasarAttention.js';
import { rotationTables } from './rotation.js';

/**
 * The ONNX model of a Quasar checkpoint, bytes of a ModelProto. Inputs: `ids` and `positions` (0 to T - 1) [T] and `rows` [R] int32,
 * with the head `gather` also `topIds` [R, K] int32, with `topk` also `topK` [1] int64. One sequence a run, never padded.
 *
 * With `memory: 'carried'` the inputs and outputs of `memoryStates` come in addition, and `positions` may start anywhere:
 * a run then continues a text of which only the latent memory is known.
 *
 * @param weights the checked tensors of the checkpoint, by name
 */
export function buildQuasarGraph(
  config: QuasarConfig,
  weights: ReadonlyMap<string, WeightSource>,
  options: GraphOptions,
): Uint8Array {
  const {
    form,
    capacity = true,
    inputRms = false,
    memory = 'zero',
    tokens = 'any',
    roundF32 = false,
    places = 1,
  } = options;
  const g =
    places > 1
      ? new PlacesBuilder(weights, roundF32, places)
      : new GraphBuilder(weights, roundF32, '', probesAsked(options.probes));
  const ids = g.input('ids', 'int32', ['T']);
  const rows = g.input('rows', 'int32', ['R']);
  const positions = g.input('positions', 'int32', ['T']);
  const tables = rotationTables(g, positions, widths(config).rotary, config.ropeTheta);
  const order = tokens === 'one' ? null : memory === 'zero' ? positions : fromFirst(g, positions);
  const padding = segmentPadding(g, ids);
  const states = memory === 'zero' ? [] : memoryStates(config);
  const embedded = g.pick('model.embed_tokens.weight', ids);
  let h = rmsNorm(g, embedded, 'model.embed_norm.weight', config.rmsNormEps);
  const add = (block: string, norm: string) => {
    const scaled = g.op('Mul', [rmsNorm(g, block, norm, config.rmsNormEps), g.float(config.residualScale)]);
    h = g.op('Add', [h, scaled]);
  };
  const remembered = (u: string, index: number): string => {
    const layer = `model.layers.${index}.`;
    const state = states.find((one) => one.layer === index);
    if (state === undefined) return latentMemory(g, config, padding, u, layer);
    const input = g.input(state.name, 'float', state.dims);
    const { addition, next } = carriedMemory(g, config, padding, u, input, layer);
    g.output(nextState(state.name), next, 'float', state.dims);
    return addition;
  };
  // Behind the last attention only the scored rows are worked, but where a probe asks for all.
  const early = probesAsked(options.probes).size === 0 && tokens === 'any';
  let moeIndex = 0;
  config.layerTypes.forEach((type, i) => {
    const layer = `model.layers.${i}.`;
    const u = rmsNorm(g, h, `${layer}ln1.weight`, config.rmsNormEps);
    const attention =
      type === 'quasar'
        ? quasarAttention(g, config, { form, inputRms }, tables, u, `${layer}attn.`)
        : g.op('Add', [gatedAttention(g, config, form, u, `${layer}attn.`), remembered(u, i)]);
    add(attention, `${layer}ln1_out.weight`);
    const moe = isMoe(config, i);
    const few = early && i === config.nLayers - 1 ? rows : undefined;
    if (few !== undefined && !moe) h = g.op('Gather', [h, few]);
    const y = rmsNorm(g, h, `${layer}ln2.weight`, config.rmsNormEps);
    if (few !== undefined && moe) h = g.op('Gather', [h, few]);
    if (moe) {
      add(bigmacMoe(g, config, capacity, y, `${layer}ffn.`, moeIndex, order, few), `${layer}ln2_out.weight`);
      moeIndex += 1;
    } else add(swiglu(g, y, `${layer}ffn.`), `${layer}ln2_out.weight`);
    g.probe('layers', () => h);
  });
  const hidden = rmsNorm(g, early ? h : g.op('Gather', [h, rows]), 'model.norm.weight', config.rmsNormEps);
  const { vocabSize, dModel: width } = config;
  head(g, { weight: 'lm_head.weight', vocabSize, width }, options.head, hidden);
  probeOutputs(g, width);
  return g.model();
}

/** Places in the run, 0 to T - 1, of tokens whose positions in the text are known. */
function fromFirst(g: GraphBuilder, positions: string): string {
  return g.op('Sub', [positions, g.op('Gather', [positions, g.int([0])])]);
}
