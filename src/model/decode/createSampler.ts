import { PyRandom } from '../../python/random.js';
import { largestLogits } from './largestLogits.js';

/** How a token is drawn from the logits of a step. */
export interface Sampling {
  /** Above 0; the logits are divided by it. */
  readonly temperature: number;
  /** Above 0, at most 1: the most probable tokens that together have this share of the probability can be drawn. */
  readonly topP: number;
  /** The same seed and the same logits give the same tokens. */
  readonly seed: number;
  /** Only so many of the most probable tokens are there at all. Default: all. */
  readonly topK?: number;
}

/**
 * A seeded draw of one token after the other (rule: sampling, docs/methodology.md). Weights are exp((logit - largest) /
 * temperature) in float64. Tokens stand by falling weight, equals by rising id; those up to the first at which the running sum
 * reaches topP of the sum of all can be drawn. Each token takes one `random()` of CPython's generator for the seed; the
 * drawn token is the first whose running sum exceeds this times the sum of those that can be drawn. With `topK` the tokens
 * beyond it have no weight.
 */
export function createSampler({ temperature, topP, seed, topK }: Sampling): (logits: Float32Array) => number {
  const random = new PyRandom(seed);
  return (logits) => {
    if (topK !== undefined && topK < logits.length) {
      const kept = largestLogits(logits, topK).ids;
      return kept[draw(Float32Array.from(kept, (id) => logits[id] as number))] as number;
    }
    return draw(logits);
  };
  function draw(logits: Float32Array): number {
    const top = logits.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
    const weights = Float64Array.from(logits, (value) => Math.exp((value - top) / temperature));
    const total = weights.reduce((sum, value) => sum + value, 0);
    // Lighter tokens together weigh less than the share that is left out, so none of them can be drawn.
    const least = ((1 - topP) * total) / weights.length;
    const order: number[] = [];
    weights.forEach((value, id) => {
      if (value >= least && value > 0) order.push(id);
    });
    order.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
    const sums: number[] = [];
    for (const id of order) {
      sums.push((sums.at(-1) ?? 0) + (weights[id] as number));
      if ((sums.at(-1) as number) >= topP * total) break;
    }
    const aim = random.random() * (sums.at(-1) as number);
    const drawn = sums.findIndex((sum) => sum > aim);
    return order[drawn] as number;
  }
}
