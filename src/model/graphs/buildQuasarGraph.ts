import { GraphBuilder, type WeightSource } from '../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../onnx/messages.js';
import { bigmacMoe } from './bigmacMoe.js';
import { rmsNorm, swiglu } from './elementary.js';
import type { GraphOptions } from './GraphOptions.js';
import { gatedAttention } from './gatedAttention.js';
import { head } from './head.js';
import { latentMemory, segmentPadding } from './latentMemory.js';
import { isMoe, type QuasarConfig, widths } from './QuasarConfig.js';
import { quasarAttention } from './quasarAttention.js';
import { rotationTables } from './rotation.js';

/**
 * The ONNX model of a Quasar checkpoint, bytes of a ModelProto. Inputs: `ids` and `positions` (0 to T - 1) [T] and `rows` [R] int32,
 * with the head `gather` also `topIds` [R, K] int32, with `topk` also `topK` [1] int64. One sequence a run, never padded.
 *
 * @param weights the checked tensors of the checkpoint, by name
 */
export function buildQuasarGraph(
  config: QuasarConfig,
  weights: ReadonlyMap<string, WeightSource>,
  options: GraphOptions,
): Uint8Array {
  const g = new GraphBuilder(weights);
  const { form, capacity = true, inputRms = false } = options;
  const ids = g.input('ids', 'int32', ['T']);
  const rows = g.input('rows', 'int32', ['R']);
  const positions = g.input('positions', 'int32', ['T']);
  const tables = rotationTables(g, positions, widths(config).rotary, config.ropeTheta);
  const padding = segmentPadding(g, ids);
  const embedded = g.op('Gather', [g.storedWeight('model.embed_tokens.weight'), ids]);
  const wide = g.op('Cast', [embedded], { to: { int: ONNX_TYPE.float } });
  let h = rmsNorm(g, wide, 'model.embed_norm.weight', config.rmsNormEps);
  const add = (block: string, norm: string) => {
    const scaled = g.op('Mul', [rmsNorm(g, block, norm, config.rmsNormEps), g.float(config.residualScale)]);
    h = g.op('Add', [h, scaled]);
  };
  let moeIndex = 0;
  config.layerTypes.forEach((type, i) => {
    const layer = `model.layers.${i}.`;
    const u = rmsNorm(g, h, `${layer}ln1.weight`, config.rmsNormEps);
    const attention =
      type === 'quasar'
        ? quasarAttention(g, config, { form, inputRms }, tables, u, `${layer}attn.`)
        : g.op('Add', [
            gatedAttention(g, config, form, u, `${layer}attn.`),
            latentMemory(g, config, padding, u, layer),
          ]);
    add(attention, `${layer}ln1_out.weight`);
    const y = rmsNorm(g, h, `${layer}ln2.weight`, config.rmsNormEps);
    if (isMoe(config, i)) {
      add(bigmacMoe(g, config, capacity, y, `${layer}ffn.`, moeIndex, positions), `${layer}ln2_out.weight`);
      moeIndex += 1;
    } else add(swiglu(g, y, `${layer}ffn.`), `${layer}ln2_out.weight`);
  });
  head(g, config, options.head, h, rows);
  return g.model();
}
