import { flatMap } from '../../../domain/flatMap.js';
import { holderAt } from '../../holderAt.js';
import { strangerAt } from '../../strangerAt.js';
import type { BreachCheck } from '../breachInput.js';
import { listRows, rowsOfRound } from '../rows/decidedRows.js';

/**
 * B8: the fallback UID was registered to another hotkey within the recorded states, and rows decided after that still
 * give it weight: reserve and fallback are paid by UID, whoever holds it. A swap of the hotkey is no registration.
 */
export const fallbackReplaced: BreachCheck = {
  code: 'B8',
  title: 'The fallback UID was recycled: reserve and fallback are paid to its new holder',
  nature: 'defect',
  decidedFrom: 'weight rows and registrations',
  find: (input) => {
    const { states, fallbackUid } = input;
    const begin = states[0]?.block;
    const holder = fallbackUid === null || begin === undefined ? null : holderAt(states, fallbackUid, begin);
    if (fallbackUid === null || begin === undefined || holder === null) return [];
    const last = states.at(-1)?.uids.find((one) => one.uid === fallbackUid);
    if (last?.registeredAt === holder.registeredAt) return [];
    const paying = flatMap(rowsOfRound(input), (one) => {
      const gives = one.row.some(([uid, weight]) => uid === fallbackUid && weight > 0);
      const stranger = gives
        ? strangerAt(states, { seedBlock: begin }, fallbackUid, holder.hotkey, one.decidedAt)
        : null;
      return stranger === null ? [] : [{ ...one, stranger }];
    });
    const [first] = paying;
    if (first === undefined) return [];
    return [
      {
        uid: fallbackUid,
        decisive: false,
        evidence: [
          `The fallback UID ${fallbackUid} belonged to ${holder.hotkey} at block ${begin}, the first one recorded.`,
          `At block ${first.stranger.registeredAt} it was registered to ${first.stranger.hotkey}.`,
          `Rows decided after that give it weight: validators ${listRows(paying)}.`,
          "The evaluator's rule pays reserve and fallback by UID without looking at the hotkey.",
        ],
      },
    ];
  },
};
