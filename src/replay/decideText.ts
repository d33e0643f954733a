import type { CrownContender, CrownDecision, CrownInput } from '../decide/crownInput.js';
import { decideBand } from '../decide/decideBand.js';
import { decideCrown } from '../decide/decideCrown.js';
import type { SettingOutcome, TextOutcome } from '../diff/judge.js';
import type { KlMode } from '../domain/duel.js';
import type { LegalRules } from '../eras/legalRules.js';

/** The crown on one captured text under every legal set of rules, the default first. */
export interface TextDecisions {
  readonly capture: string;
  readonly decisions: readonly [CrownDecision, ...CrownDecision[]];
  readonly outcome: TextOutcome;
}

/** What the decision reads, in each KL mode that the legal rules use. */
export type InputOf = (mode: KlMode) => CrownInput;

export interface Band {
  /** Half-width of the noise band, nats per position. */
  readonly halfWidthNats: number;
  /** Prompts on which the validator scored everybody; null when it published no counts. */
  readonly publishedPrompts: number | null;
}

/**
 * Decides the crown on one text under every legal set of rules, and walks the noise band of each. A validator whose run
 * was cut short (time limit, short king) decided on a prefix of the prompts: that is one more way to a legal crown.
 */
export function decideText(
  capture: string,
  inputOf: InputOf,
  [plain, ...others]: readonly [LegalRules, ...LegalRules[]],
  band: Band,
): TextDecisions {
  const decide = (rules: LegalRules) => decideCrown(inputOf(rules.policy.klMode), rules);
  const decisions: [CrownDecision, ...CrownDecision[]] = [decide(plain), ...others.map(decide)];
  const outcomes = [plain, ...others].map((rules, index) =>
    outcomeOf(inputOf(rules.policy.klMode), rules, decisions[index]?.reason ?? '', band),
  );
  const count = band.publishedPrompts;
  const input = inputOf(plain.policy.klMode);
  if (count !== null && count < input.drawIndex.length) {
    const prefix = prefixOf(input, count);
    const { reason } = decideCrown(prefix, plain);
    outcomes.push({ ...outcomeOf(prefix, plain, reason, band), setting: `first-${count}-prompts` });
  }
  return { capture, decisions, outcome: { capture, outcomes } };
}

function outcomeOf(input: CrownInput, rules: LegalRules, reason: string, band: Band): SettingOutcome {
  const { paid, touched } = decideBand(input, rules, band.halfWidthNats);
  const { setting, eraId } = rules;
  return { setting, eraId, paidUid: paid[0] ?? null, reason, band: paid, touched };
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
