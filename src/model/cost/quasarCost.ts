import { GATE_RANK, isMoe, type QuasarConfig, widths } from '../graphs/QuasarConfig.js';
import { headCost } from './headCost.js';
import type { ModelCost, SequenceCost, SequenceRun } from './SequenceCost.js';

/** The latent memory cuts a sequence into parts of this length and fills the last one. */
const SEGMENT = 64;
/** Operators of a layer beside those that a recurrence repeats, and of head and embedding. */
const NODES = { quasar: 107, gla: 102, dense: 10, experts: 102, ends: 40 } as const;
/** Operators that each expert of a layer repeats. */
const EXPERT_NODES = 13;
/** Operators of one step of a recurrence in the form `plain`. */
const STEP_NODES = 13;
/** A delta rule reads, writes and outputs; a gated rule decays, writes and outputs. */
const UPDATES = 3;
/** Values that a step of the form `plain` writes, in states: with and without decay. */
const STEP_STATES = { quasar: 3, gla: 4 } as const;
/** Matrix products of a step of the form `plain`, in states; the rest of it goes over the state value by value. */
const STEP_PRODUCTS = { quasar: 2, gla: 1 } as const;

/** Work of a Quasar graph (rule: cost of a sequence, docs/methodology.md). */
export function quasarCost(config: QuasarConfig): ModelCost {
  const { dModel: d, vocabSize, numSharedExperts: shared, sharedExpertSize, dFf } = config;
  const { inner, glaKey, bottleneck, expert } = widths(config);
  return {
    of: (run) => quasarRun(config, run),
    shapes: {
      products: [
        { inputs: d, outputs: inner, count: 4 * count(config, 'quasar') },
        { inputs: d, outputs: glaKey, count: 5 * count(config, 'gla') },
        { inputs: d, outputs: dFf, count: 3 * dense(config) },
        { inputs: d, outputs: sharedExpertSize, count: 3 * shared * routed(config) },
        { inputs: bottleneck, outputs: 2 * expert, count: config.topK * routed(config) },
      ].filter((one) => one.count > 0),
      recurrence: { heads: config.nHeads, keyWidth: config.headDim, valueWidth: config.headDim },
      width: d,
      vocabSize,
      activationsPerToken: Math.max(
        14 * inner + 4 * d,
        6 * d + 3 * dFf * Math.sign(dense(config)),
        // Rows of one expert at a time, and those of all, filled up to the busiest one.
        routed(config) === 0 ? 0 : 6 * d + config.topK * (4 * bottleneck + 5 * expert),
      ),
    },
  };
}

const count = ({ layerTypes }: QuasarConfig, type: string): number =>
  layerTypes.filter((one) => one === type).length;
const routed = (config: QuasarConfig): number => config.layerTypes.filter((_, i) => isMoe(config, i)).length;
const dense = (config: QuasarConfig): number => config.layerTypes.length - routed(config);

function quasarRun(config: QuasarConfig, run: SequenceRun): SequenceCost {
  const { tokens, rows, form } = run;
  const { dModel: d, vocabSize } = config;
  const layers = { quasar: count(config, 'quasar'), gla: count(config, 'gla') };
  const moe = routed(config);
  const feedForward = 3 * d * config.dFf;
  const routing = routingCost(config, run);
  // Behind the last attention, and behind its routing, only the scored rows are worked.
  const spared = moe > 0 ? routing.behind : feedForward;
  const states = stateSizes(config);
  const recurrence = UPDATES * tokens * (layers.quasar * states.quasar + layers.gla * states.gla);
  const stepwise = form === 'plain' ? tokens : 0;
  const steps = (perStep: { readonly quasar: number; readonly gla: number }): number =>
    stepwise * (layers.quasar * states.quasar * perStep.quasar + layers.gla * states.gla * perStep.gla);
  return {
    body:
      tokens * layers.quasar * quasarAttentionProducts(config) +
      layers.gla * gatedAttentionProducts(config, tokens) +
      tokens * dense(config) * feedForward +
      tokens * moe * routing.products -
      (tokens - rows) * spared,
    experts: moe * routing.experts,
    attention: 0,
    ...headCost(rows, { vocabSize, width: d }),
    recurrence,
    recurrenceProducts: steps(STEP_PRODUCTS),
    elements:
      tokens * layers.quasar * quasarElements(config, form === 'plain') +
      tokens * layers.gla * gatedElements(config) +
      tokens * dense(config) * 2 * config.dFf +
      moe * routing.elements,
    nodes:
      layers.quasar * NODES.quasar +
      layers.gla * NODES.gla +
      dense(config) * NODES.dense +
      moe * (NODES.experts + EXPERT_NODES * config.numRoutedExperts) +
      NODES.ends,
    steps: {
      count: stepwise * config.layerTypes.length,
      elements: steps(STEP_STATES),
      nodes: stepwise * STEP_NODES * config.layerTypes.length,
    },
  };
}

/** Values in the states of one layer. */
function stateSizes(config: QuasarConfig): { quasar: number; gla: number } {
  const { nHeads, headDim } = config;
  const { glaKey, glaValue } = widths(config);
  return { quasar: nHeads * headDim * headDim, gla: (glaKey * glaValue) / nHeads };
}

/** Multiply-adds a token of a Quasar attention: query, key, value and output, write rate, low-rank gate. */
function quasarAttentionProducts({ dModel: d, nHeads, headDim }: QuasarConfig): number {
  const inner = nHeads * headDim;
  return 4 * inner * d + nHeads * d + headDim * (d + inner);
}

/** Multiply-adds of a gated attention and its latent memory over a sequence. */
function gatedAttentionProducts(config: QuasarConfig, tokens: number): number {
  const { dModel: d, memoryDim } = config;
  const { glaKey, glaValue } = widths(config);
  const mixing = 2 * glaKey * d + 3 * glaValue * d + GATE_RANK * (d + glaKey);
  const written = memoryDim * d + d;
  const segments = Math.ceil(tokens / SEGMENT) * SEGMENT;
  // The memory is read once for the whole sequence; its gate stands at every token.
  return tokens * (mixing + written + d) + segments * memoryDim + memoryDim * d;
}

/**
 * Mixture of experts of one layer: products a token beside the experts, those of them behind the routing, and those of
 * the experts for a sequence, none dropped.
 */
function routingCost(config: QuasarConfig, { tokens, load }: SequenceRun) {
  const { dModel: d, numRoutedExperts: experts, topK, numSharedExperts, sharedExpertSize } = config;
  const { bottleneck, expert } = widths(config);
  const served = topK * tokens;
  // Every expert's rows are filled up to those of the busiest one before they are put together.
  const depth = load === 'even' ? Math.ceil(served / experts) : fullDepth(config, tokens);
  const shared = numSharedExperts * sharedExpertSize;
  return {
    products: experts * d + 2 * bottleneck * d + 3 * shared * d,
    behind: bottleneck * d + 3 * shared * d,
    experts: served * 3 * bottleneck * expert,
    elements:
      tokens * (2 * shared + 2 * d + 3 * topK * bottleneck + 3 * experts + 20 * topK) +
      served * (2 * bottleneck + 4 * expert) +
      experts * depth * bottleneck,
  };
}

/** Rows of the heaviest expert at most: its capacity, and no token chooses an expert twice. */
function fullDepth({ topK, numRoutedExperts: experts }: QuasarConfig, tokens: number): number {
  const capacity = (Math.floor(Math.floor((topK * tokens) / experts) / 8) + 6) * 8;
  return Math.min(tokens, capacity);
}

/** Values a token of a Quasar layer: filters, rotation, unit length, write rate, bounds, norm and gate; then the two norms. */
function quasarElements({ dModel: d, nHeads, headDim }: QuasarConfig, plain: boolean): number {
  const filters = plain ? 30 : 9;
  return nHeads * headDim * (filters + 24) + 8 * d;
}

function gatedElements(config: QuasarConfig): number {
  const { glaKey, glaValue } = widths(config);
  return 9 * glaKey + 3 * glaValue + 11 * config.dModel + 4 * config.memoryDim;
}
