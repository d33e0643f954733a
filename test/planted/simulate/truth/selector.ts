import { compareLists } from './passers.js';
import type { Bug, Rules } from './rules.js';

/** What the composite alone reads of a model. */
export interface Candidate {
  readonly uid: number;
  readonly out: boolean;
  readonly worst: number | null;
  readonly weighted: number | null;
  readonly quality: number | null;
  readonly qualityAxes: number;
  readonly nAxes: number | null;
  readonly version: number | null;
}

type MarginRules = Pick<Rules, 'floor' | 'margin' | 'saturation' | 'tolerance'>;

/** An era without a floor asks for no quality at all. */
const clears = (quality: number | null, rules: Pick<Rules, 'floor' | 'tolerance'>): boolean =>
  rules.floor === null || (quality !== null && quality >= rules.floor - rules.tolerance);

/** Whether the top of the composite may take the place of the prior king. */
export function isAhead(
  top: Pick<Candidate, 'worst' | 'quality' | 'weighted'>,
  prior: Pick<Candidate, 'worst' | 'quality' | 'weighted'> | null,
  rules: MarginRules,
): boolean {
  if (!clears(top.quality, rules)) return false;
  const [own, theirs] = [top.worst, prior?.worst ?? null];
  if (own === null) return false;
  if (prior === null || theirs === null) return true;
  const both = own <= rules.saturation && theirs <= rules.saturation;
  if (!both && own > theirs * (1 + rules.margin)) return true;
  if (!both && own < theirs * (1 - rules.margin)) return false;
  if (prior.quality === null || top.quality === null) {
    const [mine, his] = [top.weighted ?? 0, prior.weighted ?? 0];
    return his <= 0 ? mine > 0 : mine > his * (1 + rules.margin);
  }
  if (prior.quality <= 0) return true;
  const line = prior.quality * (1 + rules.margin);
  return top.quality > (rules.floor === null ? line : Math.max(rules.floor, line));
}

/** Whom the composite alone prefers. */
export function preferred(
  pool: readonly Candidate[],
  prior: number | null,
  rules: Rules,
  bugs: ReadonlySet<Bug>,
): number | null {
  const able = pool.filter(
    (one) =>
      !one.out &&
      one.worst !== null &&
      Number.isFinite(one.worst) &&
      clears(one.quality, rules) &&
      one.qualityAxes >= rules.minAxes,
  );
  const wide = able.filter((one) => (one.nAxes ?? 0) >= rules.tierAxes);
  const current = wide.filter((one) => (one.version ?? 0) >= rules.tierVersion);
  const tier = current.length > 0 ? current : wide.length > 0 ? wide : able;
  const key = (one: Candidate) => [
    one.worst ?? 0,
    one.quality ?? 0,
    one.weighted ?? 0,
    one.uid === prior ? 1 : 0,
    one.uid,
  ];
  const top = [...tier].sort((a, b) => compareLists(key(a), key(b)))[0];
  if (top === undefined) return null;
  const king = pool.find((one) => one.uid === prior && !one.out && one.worst !== null);
  if (king === undefined || top.uid === prior || bugs.has('margin-skipped')) return top.uid;
  return isAhead(top, king, rules) ? top.uid : king.uid;
}
