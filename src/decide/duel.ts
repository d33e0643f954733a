import { oneSided, type PairedMoments, statsAt } from '../eras/pairedStats.js';
import type { ClaimedScores } from './crownInput.js';
import { normalQuantile } from './normalQuantile.js';
import { publishedNumber, publishedTest, type ShownTest } from './pairedTest.js';

/** A duel whose mean can be moved: how the noise band is walked. */
export interface Duel {
  /** Pairs. */
  readonly n: number;
  /** Published values with so many nats added to the mean, the standard error unchanged; null = no test. */
  readonly at: (shift: number) => ShownTest | null;
}

const MOST_KEPT = 16;

/** The same few shifts are asked under every legal setting. */
function remembered(n: number, at: (shift: number) => ShownTest | null): Duel {
  const known = new Map<number, ShownTest | null>();
  return {
    n,
    at: (shift) => {
      const found = known.get(shift);
      if (found !== undefined) return found;
      const made = at(shift);
      if (known.size >= MOST_KEPT) known.clear();
      known.set(shift, made);
      return made;
    },
  };
}

/** The duel of two per-prompt lists. */
export const listDuel = (moments: PairedMoments, lcbErrors: number): Duel =>
  remembered(moments.n, (shift) => publishedTest(statsAt(moments, lcbErrors, shift)));

/** Published p-values that still tell which t they come from. */
const tells = (p: number | null): p is number => p !== null && p > 1e-5 && p < 1 - 1e-5;

/**
 * A duel as a validator published it: unmoved, its own numbers to the digit. Moved, mean and lower bound move with the
 * shift, and p by the shift in standard errors; without a standard error p stays.
 * @param prompts pairs that are counted where the row holds no test
 */
export function claimedDuel(test: ClaimedScores['test'], prompts: number, lcbErrors: number): Duel {
  if (test === null || test.meanDelta === null)
    return { n: test?.n ?? prompts, at: () => (test === null ? null : { ...test }) };
  const { n, p, meanDelta: mean, lcb } = test;
  const se = test.se ?? (lcb === null ? null : (mean - lcb) / lcbErrors);
  const movedP = (shift: number): number | null => {
    if (p === null || se === null) return p;
    if (!(se > 0)) return mean + shift > 0 ? 0 : 1;
    const t = tells(p) ? -normalQuantile(p) : mean / se;
    return publishedNumber(oneSided(t + shift / se), 6);
  };
  return remembered(n, (shift) => {
    if (shift === 0) return { ...test };
    return {
      n,
      p: movedP(shift),
      t: se !== null && se > 0 ? publishedNumber((mean + shift) / se, 3) : test.t,
      meanDelta: publishedNumber(mean + shift, 6),
      se: test.se,
      lcb: lcb === null ? null : publishedNumber(lcb + shift, 6),
    };
  });
}
