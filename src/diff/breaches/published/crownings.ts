import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { PublishedRound, PublishedRow } from '../../../domain/published.js';
import { RecentCache } from '../../../domain/recentCache.js';

/** Several checks read one view: its rows are sorted out once. */
const known = new RecentCache<PublishedRound, ReadonlyMap<Uid, PublishedRow>>(8);

/**
 * The rows of a view by UID. A UID with several rows has none here, because nothing says which one counted; the
 * reference model has no slot.
 */
export function rowsByUid(view: PublishedRound): ReadonlyMap<Uid, PublishedRow> {
  const before = known.get(view);
  if (before !== undefined) return before;
  const rows = new Map<Uid, PublishedRow | null>();
  for (const row of view.rows) if (!row.isReference) rows.set(row.uid, rows.has(row.uid) ? null : row);
  for (const [uid, row] of rows) if (row === null) rows.delete(uid);
  known.set(view, rows as ReadonlyMap<Uid, PublishedRow>);
  return rows as ReadonlyMap<Uid, PublishedRow>;
}

/** Who held the crown before the round, as a view says it; null when nobody did or it does not say. */
export const kingBefore = (view: PublishedRound): Uid | null =>
  view.firstCrown === true ? null : (view.prevKingUid ?? (view.kingChanged ? null : view.kingUid));

/** A UID that a view newly crowns. */
export interface Crowning {
  readonly view: PublishedRound;
  readonly uid: Uid;
  /** null when the view holds no row of it, or several. */
  readonly row: PublishedRow | null;
  /** The king before the round, with its row. */
  readonly kingUid: Uid | null;
  readonly king: PublishedRow | null;
}

/** One for each view in which the crown changed hands; a round without a king, or with a first one, is none. */
export function crownings(views: readonly PublishedRound[]): Crowning[] {
  return flatMap(views, (view) => {
    const uid = view.kingChanged ? view.newKingUid : null;
    const kingUid = kingBefore(view);
    if (uid === null || uid === kingUid) return [];
    const rows = rowsByUid(view);
    const king = kingUid === null ? null : (rows.get(kingUid) ?? null);
    return [{ view, uid, row: rows.get(uid) ?? null, kingUid, king }];
  });
}
