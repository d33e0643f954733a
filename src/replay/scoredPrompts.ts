import type { CrownInput } from '../decide/crownInput.js';
import { drawnWithin } from '../decide/drawnWithin.js';
import type { LegalRules } from '../eras/legalRules.js';

/** Prompts of the shortest list that the rules score: fewer than were drawn under a smaller draw, or where a run was cut. */
export function scoredPrompts({ king, challengers, drawIndex }: CrownInput, { policy }: LegalRules): number {
  const drawn = drawnWithin(drawIndex, policy.prompts);
  const lengths = [king, ...challengers].flatMap((one) => one?.klPerPrompt?.length ?? []);
  return Math.min(drawn, ...lengths);
}
