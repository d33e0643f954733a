import type { Uid } from '../../domain/identity.js';
import type { PublishedRound, PublishedRow } from '../../domain/published.js';

/** Who defended the crown in a published round. */
export interface SeatedKing {
  /** null = nobody, or not told. */
  readonly uid: Uid | null;
  /** null when it has no row: it failed to evaluate, or nobody was seated. */
  readonly row: PublishedRow | null;
  /** What contradicts itself about it: with any of these nothing is decided. */
  readonly problems: readonly string[];
}

/** Finds the seated king of a published round by its row, else by what the record says. */
export function seatedKing(view: PublishedRound): SeatedKing {
  const marked = view.rows.filter((row) => row.isKing && !row.isReference);
  const problems: string[] = [];
  if (marked.length > 1)
    problems.push(`${marked.length} rows are marked as king (${marked.map((row) => row.uid).join(', ')}).`);
  const row = marked.length === 1 ? (marked[0] ?? null) : null;
  if (row !== null && view.kingChanged && view.prevKingUid !== null && view.prevKingUid !== row.uid)
    problems.push(`The row of UID ${row.uid} is marked as king, and prev_king_uid is ${view.prevKingUid}.`);
  if (row !== null && !view.kingChanged && view.kingUid !== null && view.kingUid !== row.uid)
    problems.push(`The king did not change; its row is UID ${row.uid}, and king_uid is ${view.kingUid}.`);
  if (row?.tTest) problems.push(`The king's own row, UID ${row.uid}, holds a paired test.`);
  const uid = row?.uid ?? (marked.length > 1 ? null : toldKing(view));
  const also = uid === null || row !== null ? [] : view.rows.filter((one) => one.uid === uid);
  if (also.length > 0)
    problems.push(`UID ${uid} was king before the round, and its row is not marked as king.`);
  return { uid, row, problems };
}

/** A record without a seated king that names none before it, and no change, is the first crown of its validator. */
const isFirstCrown = (view: PublishedRound): boolean => view.firstCrown === true && !view.kingChanged;

function toldKing(view: PublishedRound): Uid | null {
  if (isFirstCrown(view)) return null;
  if (!view.kingChanged) return view.kingUid;
  return view.prevKingUid ?? (view.newKingUid === null ? view.kingUid : null);
}

/** Whom a record says to have crowned. */
export interface PublishedWinner {
  /** False when the record does not say. */
  readonly known: boolean;
  /** null = nobody: a round without a king. */
  readonly uid: Uid | null;
  readonly problems: readonly string[];
}

/**
 * Reads the outcome of a record: a change without a new king is a round without a king, whose `king_uid` is still the
 * old one (rule: published rounds, docs/methodology.md).
 * @param seatedUid who defended the crown, where that is known
 */
export function publishedWinner(view: PublishedRound, seatedUid: Uid | null): PublishedWinner {
  const { kingChanged, kingUid, newKingUid } = view;
  if (view.rows.length === 0 && kingUid === null) return { known: false, uid: null, problems: [] };
  if (!kingChanged) {
    const problems =
      newKingUid !== null && newKingUid !== kingUid
        ? [`The record says that the king did not change, and names the new king ${newKingUid}.`]
        : [];
    return { known: kingUid !== null, uid: kingUid, problems };
  }
  const named = newKingUid ?? seatedUid;
  const problems =
    kingUid !== null && named !== null && kingUid !== named
      ? [
          `The king changed to ${newKingUid === null ? 'nobody' : `UID ${newKingUid}`}, and king_uid is ${kingUid}.`,
        ]
      : [];
  return { known: true, uid: newKingUid, problems };
}
