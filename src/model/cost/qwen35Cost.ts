import { linearWidths, type Qwen35Config } from '../graphs/qwen35/Qwen35Config.js';
import { headCost } from './headCost.js';
import type { ModelCost, SequenceCost, SequenceRun } from './SequenceCost.js';

/** Queries of full attention that are worked at once; the last block is filled. */
const QUERY_BLOCK = 128;
/** Tokens of a chunk of the form `plain`; the last chunk is filled. */
const CHUNK = 32;
/** Operators of a layer, of one block of queries, of one chunk, of head and embedding. */
const NODES = { linear: 60, full: 62, block: 7, chunks: 120, chunk: 10, ends: 40 } as const;
/** The gated delta rule decays, reads, writes and outputs. */
const UPDATES = 4;
/** Inverse of a unit triangle by halves: two products for each doubling after the first. */
const INVERSE_PRODUCTS = 2 * (Math.log2(CHUNK) - 1);

/** Work of the text part of a Qwen3.5 graph (rule: cost of a sequence, docs/methodology.md). */
export function qwen35Cost(config: Qwen35Config): ModelCost {
  const { hiddenSize: d, intermediateSize: inner, vocabSize } = config;
  const { value, channels } = linearWidths(config);
  const linear = countOf(config, 'linear_attention');
  const heads = config.attentionHeads * config.headDim;
  const full = config.layerTypes.length - linear;
  return {
    of: (run) => qwen35Run(config, run),
    shapes: {
      products: [
        { inputs: d, outputs: inner, count: 3 * config.layerTypes.length },
        { inputs: d, outputs: channels, count: linear },
        { inputs: d, outputs: value, count: 2 * linear },
        { inputs: d, outputs: heads, count: 3 * full },
      ].filter((one) => one.count > 0),
      recurrence: {
        heads: config.linearValueHeads,
        keyWidth: config.linearKeyDim,
        valueWidth: config.linearValueDim,
      },
      width: d,
      vocabSize,
      activationsPerToken: Math.max(
        4 * d + 3 * inner,
        // What leads into a recurrence stands there several times over (bench/cost.ts).
        4 * d + 10 * channels,
        // The scores of a block of queries, three copies, for every key.
        full === 0 ? 0 : 4 * d + 8 * heads + 3 * QUERY_BLOCK * config.attentionHeads,
      ),
    },
  };
}

const countOf = ({ layerTypes }: Qwen35Config, type: string): number =>
  layerTypes.filter((one) => one === type).length;

function qwen35Run(config: Qwen35Config, { tokens, rows, form }: SequenceRun): SequenceCost {
  const { hiddenSize: d, vocabSize } = config;
  const layers = config.layerTypes.length;
  const linear = countOf(config, 'linear_attention');
  const full = layers - linear;
  const plain = form === 'plain';
  const chunks = Math.ceil(tokens / CHUNK);
  const blocks = Math.ceil(tokens / QUERY_BLOCK);
  const pairs = queriesOf(tokens) * tokens * config.attentionHeads;
  const chunked = chunkCost(config);
  return {
    body:
      tokens * (linear * linearProducts(config) + full * fullProducts(config)) +
      tokens * layers * 3 * d * config.intermediateSize,
    experts: 0,
    attention: full * 2 * pairs * config.headDim,
    ...headCost(rows, { vocabSize, width: d }),
    recurrence: UPDATES * tokens * linear * stateSize(config),
    recurrenceProducts: plain ? linear * chunks * chunked.products : 0,
    steps: { count: 0, elements: 0, nodes: 0 },
    elements:
      tokens * (linear * linearElements(config, plain) + full * fullElements(config)) +
      full * 3 * pairs +
      tokens * layers * (4 * d + 2 * config.intermediateSize) +
      (plain ? linear * chunks * chunked.elements : 0),
    nodes:
      linear * NODES.linear +
      full * (NODES.full + blocks * NODES.block) +
      NODES.ends +
      (plain ? linear * (NODES.chunks + chunks * NODES.chunk) : 0),
  };
}

/** Queries that the blocks hold: a sequence under one block is one block of its own length. */
const queriesOf = (tokens: number): number => {
  const block = Math.min(tokens, QUERY_BLOCK);
  return Math.ceil(tokens / block) * block;
};

const stateSize = ({ linearValueHeads, linearKeyDim, linearValueDim }: Qwen35Config): number =>
  linearValueHeads * linearKeyDim * linearValueDim;

/** Multiply-adds a token of a linear layer: query, key and value in one, gate and output, decay and rate. */
function linearProducts(config: Qwen35Config): number {
  const { value, channels } = linearWidths(config);
  return config.hiddenSize * (channels + 2 * value + 2 * config.linearValueHeads);
}

/** Multiply-adds a token of a full layer: query with its gate and output, key and value. */
function fullProducts({ hiddenSize, attentionHeads, keyValueHeads, headDim }: Qwen35Config): number {
  return hiddenSize * headDim * (3 * attentionHeads + 2 * keyValueHeads);
}

/** One chunk of the form `plain`, all heads of a layer. */
function chunkCost(config: Qwen35Config): { products: number; elements: number } {
  const { linearKeyHeads, linearValueHeads: heads, linearKeyDim: key, linearValueDim: value } = config;
  const square = CHUNK * CHUNK;
  return {
    products:
      linearKeyHeads * 2 * square * key +
      heads * (INVERSE_PRODUCTS * square * CHUNK + square * (key + value)) +
      heads * (3 * CHUNK * key * value + square * value),
    elements: heads * (square * 24 + CHUNK * (8 * key + 6 * value) + 3 * key * value),
  };
}

/** Values a token of a linear layer: filters, split, unit length, norm and gate. */
function linearElements(config: Qwen35Config, plain: boolean): number {
  const { key, value, channels } = linearWidths(config);
  return (plain ? 14 : 5) * channels + 4 * key + 4 * value;
}

/** Values a token of a full layer beside the scores: split, norms, rotation, transposes, gate. */
function fullElements({ attentionHeads, keyValueHeads, headDim }: Qwen35Config): number {
  return headDim * (12 * attentionHeads + 6 * keyValueHeads);
}
