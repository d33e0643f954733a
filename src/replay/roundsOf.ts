import type { Span } from '../domain/range.js';
import { roundIdAt } from '../eras/roundBlocks.js';
import { InvalidRangeError } from '../errors/input.js';

/** More rounds than three years hold: a typing error, not an audit. */
const MAX_ROUNDS = 10_000;

/**
 * The rounds of a span, ascending: a span of blocks covers every round that one of its blocks lies in.
 * @throws InvalidRangeError for more than 10,000 rounds
 */
export function roundsOf(span: Span): number[] {
  const [from, to] =
    span.kind === 'rounds' ? [span.from, span.to] : [roundIdAt(span.from), roundIdAt(span.to)];
  if (to - from >= MAX_ROUNDS)
    throw new InvalidRangeError({
      what: `the range holds ${to - from + 1} rounds`,
      why: `at most ${MAX_ROUNDS} are judged in one run`,
      remedy: 'give a shorter range',
    });
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
