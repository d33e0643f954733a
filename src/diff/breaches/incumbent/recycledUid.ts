import { flatMap } from '../../../domain/flatMap.js';
import type { Hotkey, Uid } from '../../../domain/identity.js';
import { MAJORITY } from '../../../domain/majority.js';
import { uidAt } from '../../../domain/uidAt.js';
import { windowEnd } from '../../../eras/roundBlocks.js';
import { followRows } from '../../followRows.js';
import { holderAt } from '../../holderAt.js';
import { strangerAt } from '../../strangerAt.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { stakeShare } from '../rows/stakeShare.js';

/**
 * A1: the crowned UID was registered to a new hotkey after the round's seed block, and at least one row decided after
 * that still pays it. The evaluator remembers the crown by UID, so its own rule tolerates this; the model that won is
 * not of the one who is paid. Needs no model and no published file. Decisive with more than half of the permitted
 * stake weight on a UID that may contend in the round and is not only paid as a fallback: whoever holds the UID won nothing under
 * any rule.
 */
export const recycledUid: BreachCheck = {
  code: 'A1',
  title: 'The crowned UID was recycled: rows pay a hotkey that never won',
  nature: 'defect',
  decidedFrom: 'weight rows and registrations',
  find: (input) => {
    const found = findStranger(input);
    return found === null ? [] : [found];
  },
};

function findStranger(input: BreachInput): FoundBreach | null {
  const { round, states, crowned, winner, fallbackUid } = input;
  if (crowned === null || (crowned === fallbackUid && winner?.uid !== crowned)) return null;
  const holder =
    winner?.uid === crowned ? winner.hotkey : (holderAt(states, crowned, round.seedBlock)?.hotkey ?? null);
  const taken = firstReplacement(crowned, holder, { round, states });
  if (holder === null || taken === null) return null;
  const validators = followRows(round, states);
  const shown = flatMap(validators, (validator) =>
    validator.shown
      // Before the activation block validators pay the incumbent, and give no crown of this round.
      .filter(({ decidedAt: at }) => at !== null && at >= round.activationBlock && at < windowEnd(round))
      .map((row) => ({
        uid: validator.uid,
        stake: validator.stakeWeight,
        row,
        decidedAt: row.decidedAt as number,
      })),
  );
  const weightOf = (row: readonly (readonly [Uid, number])[]) => row.find(([uid]) => uid === crowned)?.[1];
  // A row that may be the one shown before may have been decided before the registration.
  const again = shown.filter(({ row, decidedAt }) => {
    const stranger = row.unchanged ? null : strangerAt(states, round, crowned, holder, decidedAt);
    return stranger !== null && (weightOf(row.first) ?? 0) > 0;
  });
  const [earliest] = again.map((one) => one.decidedAt).sort((a, b) => a - b);
  const stranger = earliest === undefined ? null : strangerAt(states, round, crowned, holder, earliest);
  const zeroed = shown.filter((one) => one.decidedAt < taken.at && weightOf(one.row.last) === 0);
  if (stranger === null) return null;
  const share = stakeShare(again, validators);
  const list = (rows: typeof shown) =>
    [...new Set(rows.map((one) => `UID ${one.uid} (block ${one.decidedAt})`))].join(', ');
  return {
    uid: crowned,
    decisive: share > MAJORITY && isCrown(crowned, input),
    evidence: [
      `UID ${crowned} belonged to ${holder} when the round began (seed block ${round.seedBlock}).`,
      `At block ${stranger.registeredAt} it was registered to ${stranger.hotkey}.`,
      `Rows decided after that still pay UID ${crowned}, with ${Math.round(share * 100)} % of the permitted stake weight: validators ${list(again)}.`,
      zeroed.length > 0
        ? `Rows decided before it show weight 0 there, which the chain put in: validators ${list(zeroed)}.`
        : 'No recorded row shows the weight 0 that the chain puts in at a replaced UID.',
      "The evaluator's rule keeps a crown by UID without looking at the hotkey, so its own rule tolerates this.",
    ],
  };
}

/** Whether rows for a UID crown it: it may contend, and it won or cannot have been paid for want of a winner. */
function isCrown(uid: Uid, { spec, rules, decisions }: BreachInput): boolean {
  const isSeated = [spec.king, ...spec.challengers].some((one) => one?.uid === uid);
  if (!isSeated && !spec.contenders.some((one) => one.uid === uid && one.plans !== 'none')) return false;
  const isFallback = rules.some(
    ({ policy }) => policy.noWinnerUid === uid || (policy.reserveFraction > 0 && policy.reserveUid === uid),
  );
  return !isFallback || decisions[0]?.winnerUid === uid;
}

/** First recorded holder that is another one and was registered after the seed block. */
function firstReplacement(
  uid: Uid,
  holder: Hotkey | null,
  { round, states }: Pick<BreachInput, 'round' | 'states'>,
): { hotkey: Hotkey; at: number } | null {
  for (const state of states) {
    const found = uidAt(state, uid);
    if (found === undefined || found.hotkey === holder) continue;
    if (found.registeredAt > round.seedBlock && found.registeredAt < windowEnd(round))
      return { hotkey: found.hotkey, at: found.registeredAt };
  }
  return null;
}
