import { flatMap } from '../../../domain/flatMap.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { BreachCheck } from '../breachInput.js';
import { crownings } from '../published/crownings.js';

/** Prompts of the king from which a full round may be kept as the record, where the round has as many. */
const LEADERBOARD_PROMPTS = 150;

/**
 * C3: the king was scored on enough prompts for a duel and on too few for the round to be kept: the new king is paid,
 * and the validator's record of the last duel still names the old one.
 */
export const shortKing: BreachCheck = {
  code: 'C3',
  title: 'A new king from a round that is too short to be kept',
  nature: 'defect',
  decidedFrom: 'published record of the round',
  find: ({ views, policy }) =>
    flatMap(crownings(views), ({ view, uid, kingUid, king }) => {
      const prompts = view.kingPromptsCompleted ?? king?.promptsScored ?? null;
      const least = threshold(view, policy.minPairedPrompts);
      if (prompts === null || kingUid === null || view.invalidForLeaderboard === false) return [];
      if (prompts < policy.minPairedPrompts) return [];
      if (least === null ? view.invalidForLeaderboard !== true : prompts >= least) return [];
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `Validator ${view.validatorUid} crowned UID ${uid} while the king UID ${kingUid} was scored on ${prompts} prompts.`,
            least === null
              ? 'The record marks the round as invalid for the leaderboard.'
              : `A duel needs ${policy.minPairedPrompts} prompts, and a round that is kept as the record ${least}${view.invalidForLeaderboard === true ? '; the record marks the round as invalid for the leaderboard' : ''}.`,
            `By the rule the weights of this round pay UID ${uid}, and what the validator keeps still names UID ${kingUid}, so that its next round starts from that one again.`,
          ],
        },
      ];
    }),
};

/** Least prompts of a king in a round that is kept, as published, else by the rule; null when it cannot be told. */
function threshold(view: PublishedRound, minPairedPrompts: number): number | null {
  if (view.minPromptsForLeaderboard !== undefined) return view.minPromptsForLeaderboard;
  const requested = view.requestedMinPrompts ?? view.nPrompts;
  if (requested === null) return null;
  if (requested < LEADERBOARD_PROMPTS) return LEADERBOARD_PROMPTS;
  const most = view.rows.reduce((max, row) => Math.max(max, row.promptsTotal ?? 0), 0);
  return Math.max(minPairedPrompts, Math.min(LEADERBOARD_PROMPTS, most));
}
