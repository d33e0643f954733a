import { flatMap } from '../../../domain/flatMap.js';
import { windowEnd } from '../../../eras/roundBlocks.js';
import { followRows, rowOfWindow } from '../../followRows.js';
import type { BreachCheck } from '../breachInput.js';
import { paidUid } from '../rows/paidUid.js';
import { stakeShare } from '../rows/stakeShare.js';

/**
 * F5: a validator decided nothing from the round's seed block to the end of its weight window, while others did, and
 * its older row pays another UID. A validator that comes after the join window waits for the next round
 * (rule: round blocks, docs/methodology.md).
 */
export const missedRound: BreachCheck = {
  code: 'F5',
  title: 'Validators skipped the round, and their old rows still pay another UID',
  nature: 'difference',
  decidedFrom: 'weight rows',
  find: ({ round, states, crowned, fallbackUid }) => {
    const end = windowEnd(round);
    const last = states.find((state) => state.block >= end);
    if (crowned === null || last === undefined) return [];
    const validators = followRows(round, states);
    const others = validators.filter((one) => rowOfWindow(one, round)?.unchanged === false);
    if (others.length === 0) return [];
    const late = flatMap(validators, (one) => {
      if (one.hidden.length > 0) return [];
      const own = last.uids.find(({ uid, hotkey }) => uid === one.uid && hotkey === one.hotkey);
      const row = one.shown.findLast(({ visibleAt }) => visibleAt <= end);
      const pays = paidUid(last.weights.find(({ uid }) => uid === one.uid)?.row ?? [], fallbackUid);
      if (own === undefined || row === undefined || pays === null || pays === crowned || row.inherited)
        return [];
      // LastUpdate names every set and every commit, whether it became a row or not.
      const silent = own.lastUpdate > own.registeredAt && own.lastUpdate < round.seedBlock;
      return silent ? [{ uid: one.uid, stake: one.stakeWeight, at: own.lastUpdate, pays }] : [];
    });
    if (late.length === 0) return [];
    const share = stakeShare(late, validators);
    return [
      {
        uid: crowned,
        decisive: false,
        evidence: [
          `${others.length} validators decided a row in the window of this round (blocks ${round.activationBlock} to ${end - 1}).`,
          `Others, with ${Math.round(share * 100)} % of the permitted stake weight, set and committed nothing from block ${round.seedBlock} to ${end - 1}: ${late.map((one) => `UID ${one.uid} (last at block ${one.at}, pays UID ${one.pays})`).join(', ')}.`,
          `Their rows are older than a round of ${round.nextSeedBlock - round.seedBlock} blocks. Why they skipped it is not on chain.`,
        ],
      },
    ];
  },
};
