import type { NumberCheck, RecomputedView } from '../../domain/recompute.js';

const show = (value: NumberCheck['published']): string =>
  value === null ? 'null' : String(value).slice(0, 80);

/**
 * The sentence about the differences of one row: the first one, for later ones may only follow from it.
 * @param where what the numbers are of: `UID 181`, `The round`
 * @param explained the legal set of rules under which the published value follows, or null
 * @param otherwise what is said where nothing explains it
 */
export function causeOfRow(
  where: string,
  differences: readonly NumberCheck[],
  explained: string | null,
  otherwise = '',
): RecomputedView['causes'][number] | null {
  const [first] = differences;
  if (first === undefined) return null;
  const more = differences.length - 1;
  const rest = more === 0 ? '' : ` ${more} later ${more === 1 ? 'number differs' : 'numbers differ'} too.`;
  const setting = explained === null ? otherwise && ` ${otherwise}` : ` It is right under ${explained}.`;
  const why = `${where}: ${first.name} is ${show(first.published)} in the files, and ${show(first.recomputed)} by the rule.${setting}${rest}`;
  return { cause: first.cause, why };
}
