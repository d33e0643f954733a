import * as z from 'zod';
import { canonicalRound } from '../../decide/canonicalRound.js';
import { disqualification } from '../../decide/disqualification.js';
import { earlyStop } from '../../decide/earlyStop.js';
import { klClass } from '../../decide/meanKl.js';
import { type PublishedTest, pairedTest } from '../../decide/pairedTest.js';
import { winsDuel } from '../../decide/winsDuel.js';
import { P11 } from '../../eras/p11.js';
import { round } from '../../python/round.js';
import { orDefault } from './decisionDefault.js';
import { vectorFloat } from './readNumber.js';
import type { VectorKinds } from './vectorKind.js';

const { policy } = P11;
const MOST_VALUES = 100_000;

const pattern = z.array(vectorFloat).max(MOST_VALUES).nullish();
const count = z.number().int().min(0).max(MOST_VALUES).nullish();
const values = z.object({
  king_pattern: pattern,
  challenger_pattern: pattern,
  king: pattern,
  challenger: pattern,
  king_n: count,
  challenger_n: count,
  alpha: orDefault(z.number(), policy.alpha),
  min_prompts: orDefault(z.number(), policy.minPairedPrompts),
});

const row = z.object({
  t_test: z
    .object({
      p: vectorFloat.nullish(),
      mean_delta: vectorFloat.nullish(),
      lcb: vectorFloat.nullish(),
      n: z.number().nullish(),
    })
    .nullish(),
  dethrone_eligible: z.boolean().nullish(),
  paired_prompts: z.number().nullish(),
  alpha: orDefault(z.number(), policy.alpha),
  min_prompts: orDefault(z.number(), policy.minPairedPrompts),
  is_king: z.boolean().nullish(),
  is_reference: z.boolean().nullish(),
  disqualified: z.boolean().nullish(),
});

/** Repeats a pattern to a length; no length means the pattern once. */
export function repeated(
  base: readonly number[] | null | undefined,
  length: number | null | undefined,
): number[] {
  if (base === null || base === undefined || base.length === 0) return [];
  return Array.from({ length: length ?? base.length }, (_, i) => base[i % base.length] as number);
}

const testFields = (test: PublishedTest | null) =>
  test === null
    ? null
    : { p: test.p, t: test.t, n: test.n, mean_delta: test.meanDelta, se: test.se, lcb: test.lcb };

function pairedDuel(input: unknown) {
  const given = values.parse(input);
  const king = repeated(given.king ?? given.king_pattern, given.king_n);
  const challenger = repeated(given.challenger ?? given.challenger_pattern, given.challenger_n);
  const paired = Math.min(king.length, challenger.length);
  const test = pairedTest(king, challenger, policy.lcbErrors);
  const eligible = paired >= given.min_prompts;
  return {
    paired_prompts: paired,
    dethrone_eligible: eligible,
    t_test: testFields(test),
    kl_gate_pass: winsDuel(test, paired, { alpha: given.alpha, minPairedPrompts: given.min_prompts }),
  };
}

function pairedRow(input: unknown) {
  const given = row.parse(input);
  const test = given.t_test ?? null;
  const eligible = given.dethrone_eligible ?? null;
  const counted = given.paired_prompts ?? test?.n ?? 0;
  const n = eligible === null ? counted : eligible ? given.min_prompts : Number.NEGATIVE_INFINITY;
  const barred = Boolean(given.is_king) || Boolean(given.is_reference) || Boolean(given.disqualified);
  const published =
    test === null ? null : { p: test.p ?? null, meanDelta: test.mean_delta ?? null, lcb: test.lcb };
  return {
    kl_gate_pass:
      !barred && winsDuel(published, n, { alpha: given.alpha, minPairedPrompts: given.min_prompts }),
  };
}

/** Without a best mean so far nothing stops. */
const stopInput = z.object({
  scores: z.array(vectorFloat).max(MOST_VALUES),
  best_kl: orDefault(vectorFloat, Infinity),
});
const klInput = z.object({ kl: vectorFloat.nullable(), max_kl: orDefault(z.number(), policy.maxKl) });
/** A commitment without a hotkey has no key that names one. */
const dqInput = z.object({
  dq: z.record(z.string(), z.string()),
  uid: z.number().int(),
  hotkey: orDefault(z.string(), ''),
  commit_block: z.number().int().nullish(),
});
const canonicalInput = z.object({
  requested_prompts: z.number(),
  max_row_prompts_total: z.number().nullish(),
  king_prompts_completed: z.number().nullish(),
  king_kl: vectorFloat.nullish(),
});

/** Duel statistics, early stop, class of a mean KL, disqualification keys, canonical rounds. */
export const duelKinds: VectorKinds = {
  paired_duel: pairedDuel,
  paired_duel_row: pairedRow,
  early_stop: (input) => {
    const { scores, best_kl } = stopInput.parse(input);
    const { lower, stop } = earlyStop(scores, best_kl);
    return { ci_lower: Number.isFinite(lower) ? round(lower, 6) : lower, stop };
  },
  kl_class: (input) => {
    const { kl, max_kl } = klInput.parse(input);
    return { result: klClass(kl, max_kl, policy.fraudKl) };
  },
  dq_lookup: (input) => {
    const given = dqInput.parse(input);
    const reason = disqualification(given.dq, given.uid, given.hotkey, given.commit_block ?? null);
    return { disqualified: reason !== null, reason };
  },
  canonical_round: (input) => {
    const given = canonicalInput.parse(input);
    return canonicalRound({
      requestedPrompts: given.requested_prompts,
      maxRowPromptsTotal: given.max_row_prompts_total ?? 0,
      kingPromptsCompleted: given.king_prompts_completed ?? 0,
      kingKlPresent: given.king_kl !== null,
    });
  },
};
