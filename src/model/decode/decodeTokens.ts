import { createSampler, type Sampling } from './createSampler.js';
import { largestLogits } from './largestLogits.js';

/** What a decoding needs to know beside the model. */
export interface DecodePlan {
  readonly promptIds: Int32Array;
  readonly maxNew: number;
  /** How many of the largest logits of each step are kept. */
  readonly best: number;
  /** What a step after the first runs: the `whole` text so far from empty states, or its `last` token on the states left behind. */
  readonly feed: 'whole' | 'last';
  /** Draws instead of largest logits. */
  readonly sampling?: Sampling | null;
  /** Tokens that end the decoding; the one that does is its last. */
  readonly stopIds?: readonly number[];
}

/** One run of the model: tokens with the position of the first one, on states or, without them, on empty ones. */
export interface DecodeRun<States> {
  readonly ids: Int32Array;
  readonly start: number;
  readonly states: States | null;
}

/** Row by row: `best` ids and their logits a step. A step with a logit that is not finite is the last and has no row. */
export interface DecodeOutcome {
  readonly tokens: Int32Array;
  readonly bestIds: Int32Array;
  readonly bestLogits: Float32Array;
  readonly broken: { readonly step: number; readonly id: number; readonly logit: number } | null;
}

/**
 * Decodes token by token: each step takes the largest logit of the last token of its run, the lowest id among equals, or
 * a draw where the plan asks for draws.
 *
 * @param run gives the logits [vocabulary] after the last token and the states that the run leaves behind
 * @param onToken is told how many tokens are made, after each
 */
export async function decodeTokens<States>(
  plan: DecodePlan,
  run: (run: DecodeRun<States>) => Promise<{ readonly logits: Float32Array; readonly states: States }>,
  onToken: (count: number) => void,
): Promise<DecodeOutcome> {
  const { promptIds, maxNew } = plan;
  const text = new Int32Array(promptIds.length + maxNew);
  text.set(promptIds);
  const bestIds: number[] = [];
  const bestLogits: number[] = [];
  const { sampling = null, stopIds = [] } = plan;
  const draw = sampling === null ? null : createSampler(sampling);
  const stops = new Set(stopIds);
  let end = promptIds.length;
  let states: States | null = null;
  let broken: DecodeOutcome['broken'] = null;
  for (let step = 0; step < maxNew; step += 1) {
    const start = step === 0 || plan.feed === 'whole' ? 0 : end - 1;
    const done = await run({ ids: text.slice(start, end), start, states });
    if (plan.feed === 'last') states = done.states;
    const { ids, broken: id } = largestLogits(done.logits, plan.best);
    if (id >= 0) {
      broken = { step, id, logit: done.logits[id] as number };
      break;
    }
    for (const one of ids) {
      bestIds.push(one);
      bestLogits.push(done.logits[one] as number);
    }
    const token = draw === null ? (ids[0] as number) : draw(done.logits);
    text[end] = token;
    end += 1;
    onToken(step + 1);
    if (stops.has(token)) break;
  }
  return {
    tokens: text.slice(promptIds.length, end),
    bestIds: Int32Array.from(bestIds),
    bestLogits: Float32Array.from(bestLogits),
    broken,
  };
}
