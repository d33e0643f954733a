import type { BlockNumber } from '../../../domain/block.js';
import type { ChainState } from '../../../domain/chainState.js';
import { flatMap } from '../../../domain/flatMap.js';
import { windowEnd } from '../../../eras/roundBlocks.js';
import { type FollowedValidator, followRows, type ShownRow } from '../../followRows.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { crownings } from '../published/crownings.js';

/**
 * C14: a validator that published a new king pays it for the first time with a row that was decided after the next round
 * had begun.
 */
export const lateResult: BreachCheck = {
  code: 'C14',
  title: "The round's new king is paid only after the next round has begun",
  nature: 'difference',
  decidedFrom: 'published record of the round; weight rows of the same validator',
  find: (input) => {
    const validators = followRows(input.round, input.states);
    return flatMap(crownings(input.views), ({ view, uid }) => {
      if (uid === input.fallbackUid) return [];
      const own = validators.find(
        (one) => one.uid === view.validatorUid && one.hotkey === view.validatorHotkey,
      );
      const late = own === undefined ? null : firstPaidLate(own, uid, input);
      if (own === undefined || late === null) return [];
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `Validator ${own.uid} published UID ${uid} as the new king of the round that began at block ${input.round.seedBlock}.`,
            `Its first recorded row that pays UID ${uid} was decided at block ${late.decidedAt}; the next round began at block ${input.round.nextSeedBlock}.`,
            `At block ${late.seenAt} its newest decision was of block ${late.newestThen} and did not pay UID ${uid}.`,
            'A result that was taken up again late, or a call that failed before, shows in the same way: the rows do not tell which.',
          ],
        },
      ];
    });
  },
};

const pays = (row: ShownRow, uid: number): boolean =>
  row.first.some(([target, weight]) => target === uid && weight > 0);

function firstPaidLate(
  validator: FollowedValidator,
  uid: number,
  { round, states }: BreachInput,
): { decidedAt: BlockNumber; seenAt: BlockNumber; newestThen: BlockNumber } | null {
  const first = validator.shown.find((row) => pays(row, uid));
  if (first === undefined || first.decidedAt === null || first.unchanged || first.inherited) return null;
  const { decidedAt } = first;
  if (decidedAt < round.nextSeedBlock || decidedAt >= windowEnd(round)) return null;
  // A decision that never became visible may have paid it in time.
  const unseen = [...validator.hidden, ...validator.dropped.map((one) => one.decidedAt)];
  if (unseen.some((block) => block >= round.activationBlock && block < decidedAt)) return null;
  const seen = lastSeen(validator, states, { from: round.nextSeedBlock - 1, before: decidedAt });
  if (seen === null) return null;
  // Rows between recorded blocks are not seen: the newest decision before the next round must be a known one. A row that is
  // the one shown before tells nothing of a decision whose reveal may have failed.
  const known =
    seen.newestThen < round.activationBlock ||
    validator.shown.some((row) => row.decidedAt === seen.newestThen && !row.unchanged && !pays(row, uid));
  return known ? { decidedAt, ...seen } : null;
}

/** The last recorded block of a span, with the block of the newest decision that the chain knew then. */
function lastSeen(
  { uid, hotkey }: FollowedValidator,
  states: readonly ChainState[],
  { from, before }: { readonly from: BlockNumber; readonly before: BlockNumber },
): { seenAt: BlockNumber; newestThen: BlockNumber } | null {
  const state = states.findLast((one) => one.block >= from && one.block < before);
  const own = state?.uids.find((one) => one.uid === uid && one.hotkey === hotkey);
  return state === undefined || own === undefined
    ? null
    : { seenAt: state.block, newestThen: own.lastUpdate };
}
