import type { ModelFiles } from '../../domain/engine.js';
import { openModelFiles } from '../engine/openModelFiles.js';
import { MAPPED_FROM_BYTES } from '../engine/sessionOptions.js';
import { isSkippedTensor } from '../graphs/qwen35/qwen35Tensors.js';
import type { ModelCost } from './SequenceCost.js';

/** What is known of a model from its config and the headers of its weight files. */
export interface PlannedModel {
  readonly architecture: string;
  readonly cost: ModelCost;
  /** Bytes of the tensors that a run may read. */
  readonly weightBytes: number;
  /** Whether the weights stay in their file, and are widened in every run. */
  readonly mapped: boolean;
  /** Values that every run widens to float32; 0 where weights are widened once. */
  readonly widened: number;
  /** Values of the largest tensor that is widened as a whole. */
  readonly largestTensor: number;
  /** Values of all tensors. */
  readonly parameters: number;
}

const EXPERTS = /\.experts_w(?:12|3)$/;
const EMBEDDING = /(?:^|\.)embed_tokens\.weight$/;

/**
 * Reads config and headers of a model; no weight is read.
 *
 * @throws ModelRefusedError, SafetensorsError, IoError
 */
export async function planModel(
  files: ModelFiles,
  mappedFromBytes = MAPPED_FROM_BYTES,
): Promise<PlannedModel> {
  const { architecture, weights } = await openModelFiles(files);
  const untied = weights.has('lm_head.weight');
  const sum = { all: 0, bytes: 0, parameters: 0, narrow: 0, largest: 0 };
  for (const [name, { shape, dtype, sizeBytes }] of weights) {
    // As for the engine, every tensor counts for the choice whether weights stay in their file.
    sum.all += sizeBytes;
    if (isSkippedTensor(name)) continue;
    const values = shape.reduce((product, extent) => product * extent, 1);
    sum.bytes += sizeBytes;
    sum.parameters += values;
    // An embedding of its own is looked up, and a head is widened in parts.
    if (EMBEDDING.test(name)) {
      if (!untied && dtype !== 'F32') sum.narrow += values;
      continue;
    }
    if (dtype === 'F32') continue;
    sum.narrow += values;
    // Experts are widened one at a time.
    const whole = EXPERTS.test(name) ? values / (shape[0] as number) : values;
    if (name !== 'lm_head.weight') sum.largest = Math.max(sum.largest, whole);
  }
  const mapped = sum.all >= mappedFromBytes;
  return {
    architecture: architecture.name,
    cost: architecture.cost,
    weightBytes: sum.bytes,
    mapped,
    widened: mapped ? sum.narrow : 0,
    largestTensor: sum.largest,
    parameters: sum.parameters,
  };
}
