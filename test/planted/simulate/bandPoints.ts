import type { Random } from './random.js';
import type { Inputs, Shifts, Truth } from './truth/crown.js';
import { zOf } from './truth/others.js';
import type { Rules } from './truth/rules.js';
import { spreadOf } from './truth/statistics.js';

/** Steps to both sides of a line: of the exact one, and of one on published decimals. */
const BESIDE = [-2e-6, -1e-9, 0, 1e-9, 2e-6];

/**
 * Points of the band close to corners of its cells: one contender after the other takes a place beside one of its own
 * lines, or of its lines against those that stand already.
 */
export function cornerOf(
  random: Random,
  { king }: Inputs,
  plain: Truth,
  rules: Rules,
  half: number,
): () => Shifts {
  const tie = zOf(rules.alpha / 2);
  const duel = [rules.errors, zOf(rules.alpha), 0];
  const place = (lines: readonly number[]): number => {
    const inside = lines.flatMap((line) => {
      const at = line + random.pick(BESIDE);
      return Math.abs(at) <= half ? [at] : [];
    });
    return random.pick([...inside, ...inside, -half, half, 0, random.between(-half, half)]);
  };
  const limits = (mean: number | null): number[] =>
    mean === null ? [] : [rules.fraudKl - mean, ...(rules.maxKl === null ? [] : [rules.maxKl - mean])];
  return () => {
    const shifts = new Map<number, number>();
    const kingShift = place(limits(plain.king?.mean ?? null));
    if (king !== null) shifts.set(king.uid, kingShift);
    for (const one of random.shuffled(plain.challengers)) {
      const spread = plain.king === null ? null : spreadOf(plain.king.kl, one.kl);
      const others = plain.challengers.flatMap((other) => {
        const at = shifts.get(other.entrant.uid);
        const apart = at === undefined ? null : spreadOf(other.kl, one.kl);
        if (at === undefined || apart === null) return [];
        return [tie, -tie, 0].map((z) => at + apart.mean + z * apart.se);
      });
      const won = spread === null ? [] : duel.map((z) => kingShift + spread.mean - z * spread.se);
      shifts.set(one.entrant.uid, place([...limits(one.mean), ...won, ...others]));
    }
    return shifts;
  };
}
