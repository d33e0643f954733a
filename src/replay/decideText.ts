import type { CrownContender, CrownDecision, CrownInput } from '../decide/crownInput.js';
import { decideBand } from '../decide/decideBand.js';
import { decideCrown } from '../decide/decideCrown.js';
import type { SettingOutcome, TextOutcome } from '../diff/judge.js';
import type { Era, LegalSetting } from '../eras/defineEra.js';

/** The crown on one captured text under every legal setting of the era, the default first. */
export interface TextDecisions {
  readonly capture: string;
  readonly decisions: readonly CrownDecision[];
  readonly outcome: TextOutcome;
}

export interface Band {
  /** Half-width of the noise band, nats per position. */
  readonly noiseNats: number;
  /** Prompts on which the validator scored everybody; null when it published no counts. */
  readonly publishedPrompts: number | null;
}

/**
 * Decides the crown on one text under every legal setting, and walks the noise band of each. A validator whose run was
 * cut short (time limit, short king) decided on a prefix of the prompts: that is one more way to a legal crown.
 */
export function decideText(capture: string, input: CrownInput, era: Era, band: Band): TextDecisions {
  const decisions = era.settings.map((setting) => decideCrown(input, era, setting));
  const outcomes = era.settings.map((setting, index) =>
    outcomeOf(input, era, setting, decisions[index]?.reason ?? '', band),
  );
  const count = band.publishedPrompts;
  const [plain] = era.settings;
  if (count !== null && count < input.drawIndex.length && plain !== undefined) {
    const prefix = prefixOf(input, count);
    const { reason } = decideCrown(prefix, era, plain);
    outcomes.push({ ...outcomeOf(prefix, era, plain, reason, band), setting: `first-${count}-prompts` });
  }
  return { capture, decisions, outcome: { capture, outcomes } };
}

function outcomeOf(
  input: CrownInput,
  era: Era,
  setting: LegalSetting,
  reason: string,
  band: Band,
): SettingOutcome {
  const { paid, touched } = decideBand(input, era, setting, band.noiseNats);
  return { setting: setting.id, paidUid: paid[0] ?? null, reason, band: paid, touched };
}

function prefixOf(input: CrownInput, count: number): CrownInput {
  const cut = (one: CrownContender): CrownContender => ({
    ...one,
    klPerPrompt: one.klPerPrompt?.slice(0, count) ?? null,
  });
  return {
    ...input,
    king: input.king === null ? null : cut(input.king),
    challengers: input.challengers.map(cut),
    drawIndex: input.drawIndex.slice(0, count),
  };
}
