import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { PublishedRound, PublishedRow } from '../../../domain/published.js';
import { type Axes, clearsFloor, crownQuality } from '../../../eras/crownQuality.js';
import type { Policy } from '../../../eras/defineEra.js';
import { kingBefore, rowsByUid } from '../published/crownings.js';
import { duelFailures } from '../published/duelFailures.js';

/** A challenger that passes both gates on its published numbers. */
export interface PublishedPasser {
  readonly uid: Uid;
  readonly row: PublishedRow;
  readonly quality: number;
}

const LOWEST = Number.NEGATIVE_INFINITY;

/**
 * Every passer of a view, best rank first (rule: several passers, docs/methodology.md). None where rows leave out axes by
 * a setting: their quality is not the one of this policy.
 */
export function passersOf(view: PublishedRound, policy: Policy): PublishedPasser[] {
  const rows = rowsByUid(view);
  if (view.rows.some((row) => (row.axisGroupsOff?.length ?? 0) > 0)) return [];
  const kingUid = kingBefore(view);
  const needed = qualityNeeded(view, kingUid, rows, policy);
  return flatMap([...rows.values()], (row): PublishedPasser[] => {
    if (row.isKing || row.uid === kingUid || row.disqualified || row.tTest === null) return [];
    const quality = crownQuality(row.axes, row.brokenAxes, policy).value;
    if (quality === null || !clearsFloor(quality, needed, policy.qualityTolerance)) return [];
    return duelFailures(row, policy).length > 0 ? [] : [{ uid: row.uid, row, quality }];
  }).sort(byRank);
}

/** Least quality of a passer: the floor, and the incumbent's less the margin where that one has any. */
function qualityNeeded(
  view: PublishedRound,
  kingUid: Uid | null,
  rows: ReadonlyMap<Uid, PublishedRow>,
  policy: Policy,
): number {
  const row = kingUid === null ? undefined : rows.get(kingUid);
  const stored = view.composites.find((one) => one.uid === kingUid);
  const has = (one: { axes: Axes } | undefined) => one !== undefined && Object.keys(one.axes).length > 0;
  const record = has(row) ? row : stored;
  const own = record === undefined ? null : crownQuality(record.axes, record.brokenAxes, policy).value;
  const floor = policy.qualityFloor ?? 0;
  return own === null || own <= 0 ? floor : Math.max(floor, own * (1 - policy.qualityMargin));
}

/** Above 0 when the second one is higher, 0 or NaN when neither is. */
const higher = (a: number | null, b: number | null): number => (b ?? LOWEST) - (a ?? LOWEST);

/** Quality, weighted, worst, mean difference, lower KL, lower UID. */
function byRank(a: PublishedPasser, b: PublishedPasser): number {
  const left = a.row;
  const right = b.row;
  return (
    b.quality - a.quality ||
    higher(left.weighted, right.weighted) ||
    higher(left.worst, right.worst) ||
    higher(left.tTest?.meanDelta ?? null, right.tTest?.meanDelta ?? null) ||
    (left.kl ?? Number.POSITIVE_INFINITY) - (right.kl ?? Number.POSITIVE_INFINITY) ||
    a.uid - b.uid
  );
}
