import { makeRound } from '../simulate/makeRound.js';
import { redDecisions, redOf } from './checkRound.js';
import { checkTables } from './checkTables.js';
import { grounds } from './grounds.js';
import { judgePlanted } from './judgePlanted.js';

/**
 * Plants and judges rounds until one is red: what is wrong with it; null when all of them are green.
 * @param of what is held against the truth: everything, or the decisions alone
 */
export function untilRed(
  seed: number,
  count: number,
  of: 'everything' | 'decisions' = 'everything',
): string | null {
  const red = of === 'decisions' ? redDecisions : redOf;
  const all = grounds();
  const [table] = checkTables(all);
  if (table !== undefined) return table;
  for (let index = 0; index < count; index++) {
    const planted = makeRound({ seed, index, grounds: all });
    const [first] = red(planted, judgePlanted(planted));
    if (first !== undefined) return `round ${index} (${planted.eraId}, ${planted.cast.kind}): ${first}`;
  }
  return null;
}
