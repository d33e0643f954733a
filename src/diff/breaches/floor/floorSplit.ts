import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { PublishedRow } from '../../../domain/published.js';
import type { LegalRules } from '../../../eras/legalRules.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { atFloor, listFloors, rowQuality, shown } from '../published/rowQuality.js';
import { wonDuel } from '../published/wonDuel.js';
import { type DecidedRow, listRows, rowsOfRound } from '../rows/decidedRows.js';

/**
 * B4: the quality of a winner lies between two legal floors, and the rows are split as the floors would split them: some
 * pay it, others the fallback UID or the incumbent. Each is right under its own operator setting.
 */
export const floorSplit: BreachCheck = {
  code: 'B4',
  title: 'Rows are split over a winner whose quality lies between two legal floors',
  nature: 'difference',
  decidedFrom: 'published rows of the round and weight rows',
  find: (input) => {
    if (input.views.length === 0) return [];
    const rows = rowsOfRound(input);
    const paid = [...new Set(flatMap(rows, (one) => one.paid ?? []))].sort((a, b) => a - b);
    return flatMap(
      paid.filter((uid) => uid !== input.fallbackUid),
      (uid) => splitOver(uid, rows, input),
    );
  },
};

function splitOver(uid: Uid, rows: readonly DecidedRow[], input: BreachInput): FoundBreach[] {
  const { views, rules, policy, spec, fallbackUid, round } = input;
  const measured = flatMap(views, (view) =>
    view.rows
      .filter((row) => row.uid === uid && !row.isReference && rowQuality(row, policy) !== null)
      .map((row) => ({ row, by: view.validatorUid })),
  );
  const others = rows.filter((one) => isLoser(one.paid, uid, measured, spec.king?.uid ?? null, fallbackUid));
  const [first] = measured;
  if (first === undefined || others.length === 0) return [];
  if (!measured.every(({ row }) => isBetween(row, rules) && mayWin(row, rules))) return [];
  const passes = (pass: boolean) => rules.filter((one) => atFloor(first.row, one.policy) === pass);
  return [
    {
      uid,
      decisive: false,
      evidence: [
        ...measured.map(
          ({ row, by }) =>
            `Validator ${by} published UID ${uid} with a crown quality of ${shown(rowQuality(row, policy)?.value)}.`,
        ),
        `That is at the legal floor ${listFloors(passes(true))} and below the legal floor ${listFloors(passes(false))}.`,
        `Rows decided since the activation block ${round.activationBlock} pay UID ${uid}: validators ${listRows(rows.filter((one) => one.paid === uid))}.`,
        `Others pay ${[...new Set(others.map((one) => `UID ${one.paid}`))].join(' or ')}: validators ${listRows(others)}.`,
      ],
    },
  ];
}

/** Whom a validator pays when the winner fails its floor: the fallback UID or, of a challenger, the incumbent. */
function isLoser(
  paid: Uid | null,
  winner: Uid,
  measured: readonly { readonly row: PublishedRow }[],
  king: Uid | null,
  fallbackUid: Uid | null,
): boolean {
  if (paid === null || paid === winner) return false;
  const challenger = measured.every(({ row }) => !row.isKing);
  return paid === fallbackUid || (challenger && paid === king);
}

/** At the floor under one set of rules and below it under another. */
function isBetween(row: PublishedRow, rules: readonly LegalRules[]): boolean {
  const outcomes = rules.map((one) => atFloor(row, one.policy));
  return outcomes.includes(true) && outcomes.includes(false);
}

/** A challenger that lost its duel is paid by nobody under any floor. */
const mayWin = (row: PublishedRow, rules: readonly LegalRules[]): boolean =>
  row.isKing ? !row.disqualified : rules.every((one) => wonDuel(row, one.policy));
