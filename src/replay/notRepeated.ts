import { NonDeterminismError } from '../errors/model.js';

/** True when links were journaled before and are others now. */
export const otherLinks = (before: readonly string[] | undefined, now: readonly string[]): boolean =>
  before !== undefined && before.join() !== now.join();

/** A batch that was computed again gave other bits. */
export const notRepeated = (
  what: string,
  roundId: number,
  from: number,
  count: number,
): NonDeterminismError =>
  new NonDeterminismError({
    what: `${what} of round ${roundId} do not repeat`,
    why: `prompts ${from} to ${from + count - 1} gave other bits than before the interruption`,
    remedy: 'start over with --fresh; if it happens again, report it with the output of recrown doctor',
  });
