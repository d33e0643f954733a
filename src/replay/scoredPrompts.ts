import type { CrownInput } from '../decide/crownInput.js';
import { drawnWithin } from '../decide/drawnWithin.js';
import type { LegalRules } from '../eras/legalRules.js';

/** Prompts of the shortest list that the rules score: fewer than were drawn under a smaller draw, or where a run was cut. */
export function scoredPrompts({ king, challengers, drawIndex }: CrownInput, { policy }: LegalRules): number {
  let least = drawnWithin(drawIndex, policy.prompts);
  for (const one of challengers) least = Math.min(least, one.klPerPrompt?.length ?? least);
  return Math.min(least, king?.klPerPrompt?.length ?? least);
}
