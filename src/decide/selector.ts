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

/** Best first: worst axis, quality, weighted mean, being the prior king, the highest UID. */
function byPreference(a: SelectorCandidate, b: SelectorCandidate, priorKing: Uid | null): number {
  const worst = (b.worst ?? 0) - (a.worst ?? 0);
  if (worst !== 0) return worst;
  const quality = (b.quality ?? 0) - (a.quality ?? 0);
  if (quality !== 0) return quality;
  const weighted = (b.weighted ?? 0) - (a.weighted ?? 0);
  if (weighted !== 0) return weighted;
  if (a.uid === priorKing || b.uid === priorKing) return a.uid === priorKing ? -1 : 1;
  return b.uid - a.uid;
}

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
  const wide = eligible.filter((one) => one.nAxes >= policy.tierAxes);
  const current = wide.filter((one) => (one.version ?? 0) >= policy.tierVersion);
  const tier = current.length > 0 ? current : wide.length > 0 ? wide : eligible;
  const [first, ...rest] = tier;
  if (first === undefined) return null;
  const top = rest.reduce((best, one) => (byPreference(one, best, priorKing) < 0 ? one : best), first);
  if (priorKing === null || top.uid === priorKing) return top.uid;
  const prior = candidates.find((one) => one.uid === priorKing && !one.disqualified && one.worst !== null);
  if (prior === undefined) return top.uid;
  return takesByMargin(prior, top, policy) ? top.uid : priorKing;
}
