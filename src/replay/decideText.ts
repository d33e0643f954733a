import type { CrownContender, CrownDecision, CrownInput } from '../decide/crownInput.js';
import { decideBand } from '../decide/decideBand.js';
import { decideCrown } from '../decide/decideCrown.js';
import type { SettingOutcome, TextOutcome } from '../diff/judge.js';
import type { KlMode } from '../domain/duel.js';
import type { Uid } from '../domain/identity.js';
import type { LegalRules } from '../eras/legalRules.js';
import { scoredPrompts } from './scoredPrompts.js';

/** The crown on one captured text under every legal set of rules, the default first. */
export interface TextDecisions {
  readonly capture: string;
  readonly decisions: readonly [CrownDecision, ...CrownDecision[]];
  readonly outcome: TextOutcome;
}

/** What the decision reads, in each KL mode that the legal rules use. */
export type InputOf = (mode: KlMode) => CrownInput;

/** Stands beside a setting where the prompts are those that the validator counts. */
const CUT_SHORT = 'published-prompts';

export interface Band {
  /** Half-width of the noise band of a mean over so many prompts, nats per position. */
  readonly halfWidthNats: (prompts: number) => number;
  /** Prompts that the validator counts as scored, by UID; a UID that it does not count is not in it. */
  readonly publishedPrompts: ReadonlyMap<Uid, number>;
}

/**
 * Decides the crown on one text under every legal set of rules, and walks the noise band of each. A validator whose run
 * was cut short (time limit, short king) decided on a prefix of each contender's prompts: under each set of rules that is
 * one more way to a legal crown.
 */
export function decideText(
  capture: string,
  inputOf: InputOf,
  rules: readonly [LegalRules, ...LegalRules[]],
  band: Band,
): TextDecisions {
  const [plain, ...others] = rules;
  const decide = (rules: LegalRules) => decideCrown(inputOf(rules.policy.klMode), rules);
  const decisions: [CrownDecision, ...CrownDecision[]] = [decide(plain), ...others.map(decide)];
  const outcomes = rules.map((one, index) =>
    outcomeOf(inputOf(one.policy.klMode), one, decisions[index]?.reason ?? '', band),
  );
  const { publishedPrompts: counts } = band;
  const drawn = inputOf(plain.policy.klMode).drawIndex.length;
  const cut = new Map<KlMode, CrownInput>();
  const cutInput = (mode: KlMode): CrownInput => {
    const made = cut.get(mode) ?? prefixOf(inputOf(mode), counts);
    cut.set(mode, made);
    return made;
  };
  if ([...counts.values()].some((count) => count < drawn))
    for (const one of rules) {
      const prefix = cutInput(one.policy.klMode);
      const { reason } = decideCrown(prefix, one);
      const setting = one === plain ? CUT_SHORT : `${one.setting}+${CUT_SHORT}`;
      outcomes.push({ ...outcomeOf(prefix, one, reason, band), setting });
    }
  return { capture, decisions, outcome: { capture, outcomes } };
}

function outcomeOf(input: CrownInput, rules: LegalRules, reason: string, band: Band): SettingOutcome {
  const { paid, touched } = decideBand(input, rules, band.halfWidthNats(scoredPrompts(input, rules)));
  const { setting, eraId } = rules;
  return { setting, eraId, paidUid: paid[0] ?? null, reason, band: paid, touched };
}

/** Each contender's scores as far as the validator counts them. */
function prefixOf(input: CrownInput, counts: ReadonlyMap<Uid, number>): CrownInput {
  const cut = (one: CrownContender): CrownContender => ({
    ...one,
    klPerPrompt: one.klPerPrompt?.slice(0, counts.get(one.uid)) ?? null,
  });
  return {
    ...input,
    king: input.king === null ? null : cut(input.king),
    challengers: input.challengers.map(cut),
  };
}
