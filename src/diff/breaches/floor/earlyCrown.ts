import type { BlockNumber } from '../../../domain/block.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { WeightEntry } from '../../../domain/weights.js';
import { followRows } from '../../followRows.js';
import type { BreachCheck, BreachInput, EarlierRound, FoundBreach } from '../breachInput.js';
import { type DecidedRow, decidedRows, listRows } from '../rows/decidedRows.js';
import { paidUid } from '../rows/paidUid.js';

/**
 * B6: rows change, between seed and activation block, to a UID that is neither the crown of the last round nor the
 * fallback UID. Before activation a validator sets its incumbent only, unless it has lost its record of the king: then
 * the composite leader is crowned at once. Contenders of earlier rounds are left out: theirs can be a late result.
 */
export const earlyCrown: BreachCheck = {
  code: 'B6',
  title: 'Rows changed before activation to a UID that is neither the king nor the fallback',
  nature: 'defect',
  decidedFrom: 'weight rows of two rounds',
  find: (input) => {
    const { round } = input;
    const last = input.earlier.find((one) => one.roundId === round.roundId - 1);
    if (last === undefined || last.crowned === null) return [];
    const known = knownUids(input);
    const pays = (row: readonly WeightEntry[]) => paidUid(row, input.fallbackUid);
    if (input.states.every(({ weights }) => weights.every(({ row }) => known.has(pays(row))))) return [];
    const early = decidedRows(input).filter(
      (one) =>
        one.decidedAt >= round.seedBlock &&
        one.decidedAt < round.activationBlock &&
        one.paid !== null &&
        !known.has(one.paid) &&
        changedTo(one, input),
    );
    return [...new Set(flatMap(early, (one) => one.paid ?? []))].map((uid) =>
      found(
        uid,
        early.filter((one) => one.paid === uid),
        last,
        input,
      ),
    );
  },
};

function found(
  uid: Uid,
  rows: readonly DecidedRow[],
  last: EarlierRound,
  { round, views }: BreachInput,
): FoundBreach {
  const rescored = views.filter((view) => {
    const own = rows.some((one) => one.uid === view.validatorUid && one.hotkey === view.validatorHotkey);
    const rescore = view.crownRescore;
    return own && rescore?.previousKingUid === null && rescore.selectedKingUid === uid;
  });
  return {
    uid,
    decisive: false,
    evidence: [
      `Rows decided between the seed block ${round.seedBlock} and the activation block ${round.activationBlock} changed to UID ${uid}: validators ${listRows(rows)}.`,
      `The crown of round ${last.roundId} went to UID ${last.crowned?.uid}; UID ${uid} was neither contender nor king in the audited rounds before this one.`,
      ...rescored.map(
        (view) =>
          `Validator ${view.validatorUid} published \`crown_rescore\` with no previous king and UID ${uid} selected.`,
      ),
      'Before activation the evaluator sets its incumbent, which may be a king of its own record from before the audited rounds; it crowns at once only where it holds composites and no record of a king.',
    ],
  };
}

/** UIDs that a row may name before activation without anything being wrong. */
function knownUids({ earlier, spec, claim, fallbackUid }: BreachInput): Set<Uid | null> {
  return new Set([
    fallbackUid,
    spec.king?.uid ?? null,
    spec.consensus.asRule,
    spec.consensus.byTrueStake,
    // A run of one of them may have been resumed and its result set only now.
    ...flatMap(earlier, ({ crowned, king, challengers }) =>
      [crowned, king, ...challengers].map((one) => one?.uid ?? null),
    ),
    ...spec.plans.map((plan) => plan.incumbentUid),
    ...(claim?.standing === true ? [claim.uid] : []),
  ]);
}

/** Its validator showed another payee before, never this one, and no captured record of its own names it as king. */
function changedTo({ uid, paid, visibleAt }: DecidedRow, input: BreachInput): boolean {
  const before = payeesBefore(uid, visibleAt, input);
  const local = input.views.find((view) => view.validatorUid === uid)?.localKingUid ?? null;
  return before.length > 0 && !before.includes(null) && !before.includes(paid) && local !== paid;
}

function payeesBefore(uid: Uid, block: BlockNumber, { round, states, fallbackUid }: BreachInput) {
  const shown = followRows(round, states).find((one) => one.uid === uid)?.shown ?? [];
  return shown.filter((row) => row.visibleAt < block).map((row) => paidUid(row.first, fallbackUid));
}
