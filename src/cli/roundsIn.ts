import { parseRange } from '../domain/range.js';
import { InvalidRangeError } from '../errors/input.js';
import { roundsOf } from '../replay/roundsOf.js';

/**
 * The rounds of a range as a person writes it, ascending.
 * @param verb what was to be done with it, for the error
 * @throws InvalidRangeError
 */
export function roundsIn(range: string | undefined, verb: string): readonly number[] {
  const span = range === undefined ? 'a range is needed' : parseRange(range);
  if (typeof span !== 'string') return roundsOf(span);
  throw new InvalidRangeError({
    what: `cannot ${verb} this range: ${span}`,
    remedy: 'give rounds (11648..11650) or blocks (block:8382960, 8382960..8385120)',
  });
}
