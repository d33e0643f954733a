import type { PlannedModel } from './planModel.js';

/** Engine and parent process with their libraries, before a model is open. */
const PROCESSES = 260 * 2 ** 20;
/** Ids of the vocabulary, and scored rows, that the head works on at once. */
const HEAD_IDS = 8192;
const HEAD_ROWS = 1024;
/** Copies of these logits that stand at once: as they are, masked, and their exponentials. */
const LOGIT_COPIES = 3;
/** A small model is held in float32 twice: as it is, and packed for its products. */
const FOLDED_COPIES = 2;
/** The allocator rounds up and keeps what it had. */
const SLACK = 1.3;
const FLOAT = 4;

/**
 * Memory that processes need beside the mapped weight files, bytes: widened weights, activations, logits. Pages of
 * mapped files come on top while there is room, and the system may drop them.
 */
export function peakBytes(
  { cost, mapped, largestTensor, parameters }: PlannedModel,
  { tokens, rows }: { readonly tokens: number; readonly rows: number },
): number {
  const { vocabSize, width, activationsPerToken } = cost.shapes;
  const ids = Math.min(HEAD_IDS, vocabSize);
  const head = ids * width;
  const weights = mapped ? largestTensor + head : FOLDED_COPIES * parameters;
  const values = weights + tokens * activationsPerToken + LOGIT_COPIES * Math.min(HEAD_ROWS, rows) * ids;
  return Math.round(PROCESSES + SLACK * FLOAT * values);
}
