import type { Uid } from '../domain/identity.js';
import { clearsFloor } from '../eras/crownQuality.js';
import type { Policy } from '../eras/defineEra.js';
import { takesByMargin } from './dethroneMargin.js';

/** A contender as the composite selector sees it: this round's row, or the stored record. */
export interface SelectorCandidate {
  readonly uid: Uid;
  readonly worst: number | null;
  readonly weighted: number | null;
  readonly quality: number | null;
  readonly qualityAxes: number;
  /** Axes of the whole record, for the tiers. */
  readonly nAxes: number;
  readonly version: number | null;
  readonly disqualified: boolean;
}

const descending = (a: readonly number[], b: readonly number[]): number => {
  for (let i = 0; i < a.length; i++) {
    const difference = (b[i] as number) - (a[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
};

/**
 * Composite selector: who is preferred on the composite alone. First non-empty tier, then worst axis, quality,
 * weighted mean, being the prior king, and the HIGHEST UID; the prior king keeps the place unless the top passes the
 * margin test (rule: composite selector, docs/methodology.md).
 */
export function selectByComposite(
  candidates: readonly SelectorCandidate[],
  priorKing: Uid | null,
  policy: Policy,
): Uid | null {
  const eligible = candidates.filter(
    (one) =>
      !one.disqualified &&
      one.worst !== null &&
      Number.isFinite(one.worst) &&
      clearsFloor(one.quality, policy.qualityFloor, policy.qualityTolerance) &&
      one.qualityAxes >= policy.minQualityAxes,
  );
  const tiers = [
    eligible.filter((one) => one.nAxes >= policy.tierAxes && (one.version ?? 0) >= policy.tierVersion),
    eligible.filter((one) => one.nAxes >= policy.tierAxes),
    eligible,
  ];
  const tier = tiers.find((one) => one.length > 0);
  if (tier === undefined) return null;
  const key = (one: SelectorCandidate): number[] => [
    one.worst ?? 0,
    one.quality ?? 0,
    one.weighted ?? 0,
    one.uid === priorKing ? 1 : 0,
    one.uid,
  ];
  const top = [...tier].sort((a, b) => descending(key(a), key(b)))[0] as SelectorCandidate;
  if (priorKing === null || top.uid === priorKing) return top.uid;
  const prior = candidates.find((one) => one.uid === priorKing && !one.disqualified && one.worst !== null);
  if (prior === undefined) return top.uid;
  return takesByMargin(prior, top, policy) ? top.uid : priorKing;
}
