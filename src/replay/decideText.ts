import type { CrownDecision, CrownInput } from '../decide/crownInput.js';
import { decideBand } from '../decide/decideBand.js';
import { decideCrown } from '../decide/decideCrown.js';
import type { TextOutcome } from '../diff/judge.js';
import type { Era } from '../eras/defineEra.js';

/** The crown on one captured text under every legal setting of the era, the default first. */
export interface TextDecisions {
  readonly capture: string;
  readonly decisions: readonly CrownDecision[];
  readonly outcome: TextOutcome;
}

/**
 * Decides the crown on one text under every legal setting, and walks the noise band of each.
 * @param noiseNats half-width of the band, nats per position
 */
export function decideText(capture: string, input: CrownInput, era: Era, noiseNats: number): TextDecisions {
  const decisions = era.settings.map((setting) => decideCrown(input, era, setting));
  const outcomes = era.settings.map((setting, index) => {
    const { paid, touched } = decideBand(input, era, setting, noiseNats);
    const reason = decisions[index]?.reason ?? '';
    return { setting: setting.id, paidUid: paid[0] ?? null, reason, band: paid, touched };
  });
  return { capture, decisions, outcome: { capture, outcomes } };
}
