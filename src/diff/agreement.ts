import type { PairedDuel } from '../domain/duel.js';
import { flatMap } from '../domain/flatMap.js';
import type { ScoreAgreement } from '../domain/verdict.js';
import { momentsOf, oneSided } from '../eras/pairedStats.js';

/** Largest margin of L1, nats per position. */
const MOST_MARGIN = 1e-3;
/** Share of the distance to the decision line that the margin may be. */
const MARGIN_SHARE = 0.1;
/** Level of each of the two one-sided tests. */
const TOST_ALPHA = 0.05;
/** A single prompt that differs by more than this many margins rules L1 out. */
const OUTLIER_MARGINS = 100;

/** Two lists of scores of one contender on one text, by prompt, nats per position. */
interface ScorePair {
  readonly uid: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface AgreementInput {
  readonly pairs: readonly ScorePair[];
  /** True when both sides have one engine fingerprint, of an engine that repeats its bits; L0 can be told of no others. */
  readonly sameEngine: boolean;
  /** Distance of the statistic that decides from its line, nats; null when there is none. */
  readonly distanceNats: number | null;
  /** Whether both sides lead to the same decision; null when one of them leads to none. */
  readonly sameDecision: boolean | null;
}

/**
 * The three levels of "the same result", never collapsed into one (rule: levels of agreement, docs/methodology.md).
 * L0: same engine and same bits. L1: two one-sided tests on the paired differences of every contender lie within the
 * smaller of 1e-3 and a tenth of the distance to the line, and no prompt is far out. L2: the same decision.
 */
export function agreementOf({
  pairs,
  sameEngine,
  distanceNats,
  sameDecision,
}: AgreementInput): ScoreAgreement {
  const usable =
    pairs.length > 0 && pairs.every((pair) => pair.a.length === pair.b.length && pair.a.length > 1);
  const margin =
    distanceNats === null ? MOST_MARGIN : Math.min(MOST_MARGIN, MARGIN_SHARE * Math.abs(distanceNats));
  const tests = usable && margin > 0 ? pairs.map((pair) => equivalence(pair, margin)) : [];
  const p = tests.length === 0 ? null : Math.max(...tests.map((one) => one.p));
  const far = tests.some((one) => one.farthest > OUTLIER_MARGINS * margin);
  return {
    identical: sameEngine && pairs.length > 0 ? pairs.every(sameBits) : null,
    equivalent: p === null ? null : p < TOST_ALPHA && !far,
    sameDecision,
    marginNats: p === null ? null : margin,
    p,
  };
}

/** Distance of the duel closest to its line, nats per position: its lower bound must be above 0. Null without a duel. */
export function distanceToLine(duels: readonly (Pick<PairedDuel, 'lcb'> | null)[]): number | null {
  const lines = flatMap(duels, (duel) => (duel?.lcb == null ? [] : [Math.abs(duel.lcb)]));
  return lines.length === 0 ? null : Math.min(...lines);
}

const sameBits = ({ a, b }: ScorePair): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));

/** Larger p of the two one-sided tests that the mean difference lies within the margin, and the largest difference. */
function equivalence({ a, b }: ScorePair, margin: number): { p: number; farthest: number } {
  const moments = momentsOf(a, b);
  let farthest = 0;
  for (let i = 0; i < a.length; i++)
    farthest = Math.max(farthest, Math.abs((a[i] as number) - (b[i] as number)));
  if (moments === null || !Number.isFinite(moments.se)) return { p: 1, farthest: Number.POSITIVE_INFINITY };
  const { mean, se, constant } = moments;
  if (constant) return { p: Math.abs(mean) < margin ? 0 : 1, farthest };
  return { p: Math.max(oneSided((margin - mean) / se), oneSided((margin + mean) / se)), farthest };
}
