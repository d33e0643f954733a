import { PyRandom } from '../../python/random.js';
import { times } from './perItem.js';

/** The first `count` of the indices of a pool in shuffled order. */
export function drawIndices(seed: bigint, size: number, count: number): number[] {
  const order = times(size, (i) => i);
  new PyRandom(seed).shuffle(order);
  return order.slice(0, count);
}

/** `count` different indices of a pool. */
export const sampleIndices = (seed: bigint, size: number, count: number): number[] =>
  new PyRandom(seed).sample(
    times(size, (i) => i),
    count,
  );
