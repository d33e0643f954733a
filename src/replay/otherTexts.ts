import type { CrownDecision } from '../decide/crownInput.js';
import { decideCrown, type KlShifts } from '../decide/decideCrown.js';
import { freshHalfWidthNats } from '../decide/familyBand.js';
import { payersShare } from '../diff/breaches/duel/payersShare.js';
import type { ClaimedCrown } from '../diff/claimedCrown.js';
import type { Uid } from '../domain/identity.js';
import { MAJORITY } from '../domain/majority.js';
import { paidUid } from '../domain/paidUid.js';
import type { RoundInputs } from './assembleInputs.js';
import type { RoundDecision } from './decideRound.js';

/**
 * Each validator samples a teacher text of its own. Where those who paid the crown hold more stake than those of them
 * whose text was replayed, the others may have measured the other side of a line: then the crown of the chain is held
 * against the band of a new text, moved as far in its favour as sampling can (rule: noise band, docs/methodology.md).
 * @returns one sentence when that gives the crown under some legal set of rules; null when it does not
 */
export function otherTextsGive(
  claim: ClaimedCrown,
  inputs: RoundInputs,
  { main, inputOf, band, texts }: RoundDecision,
): string | null {
  if (main === undefined || inputOf === null || band === null) return null;
  const captures = texts.map((text) => text.capture);
  const views = inputs.views.filter((view) => view.captures.some((one) => captures.includes(one.sha256)));
  const share = payersShare({ round: inputs.spec, states: inputs.window }, claim.uid, views);
  if (share > MAJORITY) return null;
  for (const [index, rules] of inputs.rules.entries()) {
    const decision = main.decisions[index];
    if (decision === undefined) continue;
    const moved = decideCrown(inputOf(rules.policy.klMode), rules, inFavourOf(claim.uid, decision, band.z));
    if (paidUid(moved.expected) === claim.uid)
      return `Validators with ${Math.round(share * 100)} % of the permitted stake weight paid it on a text that was replayed; on a text of their own others may have measured UID ${claim.uid} as the winner (${rules.setting}): a new text moves a mean by up to ${band.z.toFixed(2)} x sqrt(2) standard errors.`;
  }
  return null;
}

/** Every challenger's mean moved by the half-width of a new text: down for the one that is to win, up for all others. */
function inFavourOf(uid: Uid, { challengers }: CrownDecision, z: number): KlShifts {
  return new Map(
    challengers.map((one): [Uid, number] => {
      const width = freshHalfWidthNats({ se: one.duel?.se ?? 0, z });
      return [one.uid, one.uid === uid ? -width : width];
    }),
  );
}
