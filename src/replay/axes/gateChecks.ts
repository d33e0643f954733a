import { type QualityPolicy, qualityGate } from '../../decide/qualityGate.js';
import type { AxisRecord, ItemRecord } from '../../domain/axisRecord.js';
import type { Uid } from '../../domain/identity.js';
import type { QualityGateCheck } from '../../domain/roundQuality.js';
import { axisRecord } from '../../evaluate/axes/axisRecord.js';

/** One side of the quality gate. */
export interface GateSide {
  readonly uid: Uid;
  readonly records: readonly AxisRecord[];
  /** Crown quality of the side with other records in place of its own. */
  readonly qualityOf: (records: readonly AxisRecord[]) => number | null;
}

interface Turned {
  readonly uid: Uid;
  readonly axis: string;
  readonly item: number;
  readonly quality: number | null;
}

/** The quality gate of each challenger against the king, and whether any single item of either side decides it. */
export function gateChecks(
  king: GateSide | null,
  challengers: readonly GateSide[],
  policy: QualityPolicy,
): QualityGateCheck[] {
  const kings = king === null ? null : king.qualityOf(king.records);
  const turnedKing = king === null ? [] : turnedItems(king);
  return challengers.map((side) => {
    const quality = side.qualityOf(side.records);
    const { ok, reason, threshold } = qualityGate(quality, kings, policy);
    const own = turnedItems(side);
    const qualities = own.flatMap((one) => (one.quality === null ? [] : [one.quality]));
    return {
      uid: side.uid,
      ok,
      reason,
      quality,
      threshold,
      oneItem: qualities.length === 0 ? null : [Math.min(...qualities), Math.max(...qualities)],
      turned: own.length + turnedKing.length,
      changing: [
        ...own.filter((one) => qualityGate(one.quality, kings, policy).ok !== ok),
        ...turnedKing.filter((one) => qualityGate(quality, one.quality, policy).ok !== ok),
      ].map(({ uid, axis, item }) => ({ uid, axis, item })),
    };
  });
}

/** The quality with each item in turn the other way: a wrong answer right, or a right one wrong. */
function turnedItems({ uid, records, qualityOf }: GateSide): Turned[] {
  return records.flatMap((record) =>
    record.items.map((_, item) => {
      const items = record.items.map((one, i): ItemRecord => (i === item ? { ...one, ok: !one.ok } : one));
      const turned = axisRecord(record.axis, items);
      const quality = qualityOf(records.map((one) => (one === record ? turned : one)));
      return { uid, axis: record.axis, item, quality };
    }),
  );
}
