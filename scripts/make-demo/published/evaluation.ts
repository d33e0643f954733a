import { type Composite, composite } from '../../../src/decide/composite.js';
import { type PublishedTest, pairedTest } from '../../../src/decide/pairedTest.js';
import { type QualityGate, qualityGate } from '../../../src/decide/qualityGate.js';
import { winsDuel } from '../../../src/decide/winsDuel.js';
import { crownQuality } from '../../../src/eras/crownQuality.js';
import { P11 } from '../../../src/eras/p11.js';
import type { PlannedMiner } from '../plan.js';
import type { PlayedRound } from '../rounds.js';
import type { Seeded } from '../seeded.js';
import { type PublishedKl, publishedKl } from './publishedKl.js';
import { rawResult } from './rawResult.js';

/** One contender as the validator saw it. */
export interface Evaluated {
  readonly miner: PlannedMiner;
  /** null when its evaluation failed before any prompt was scored. */
  readonly kl: PublishedKl | null;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly composite: Composite | null;
  readonly quality: number | null;
  /** Against the king; null for the king and for whoever has no scores. */
  readonly test: PublishedTest | null;
  readonly gate: QualityGate | null;
  readonly passes: boolean;
}

export const PROBE_REASON = 'anti-finetune: grad_explode:attn=812.40';

/** What the validator computed in one round, with the evaluator's own rounding: king first. */
export function evaluation(round: PlayedRound, seeded: Seeded): readonly Evaluated[] {
  const { policy } = P11;
  const seen = round.contenders.map((contender) => {
    const failed = contender.miner.fault === 'probe';
    const kl = failed ? null : publishedKl(round, contender, seeded);
    const raw = failed
      ? { finetune_probe: { pass: false, reason: 'grad_explode:attn=812.40', global_grad_norm: 812.4 } }
      : { ...rawResult(contender.miner, round.roundId, seeded), kl_global_avg: kl?.globalAvg };
    return { miner: contender.miner, kl, raw: raw as Readonly<Record<string, unknown>> };
  });
  const king = seen[0];
  const rkls = seen.flatMap(
    ({ raw }) => (raw.on_policy_rkl as { mean_rkl: number } | undefined)?.mean_rkl ?? [],
  );
  const anchors = { kingKl: king?.kl?.globalAvg ?? null, lowestRkl: Math.min(...rkls) };
  const rated = seen.map((one) => {
    const rated = one.kl === null ? null : composite(one.raw, anchors, [], policy.axisWeights);
    const quality = rated === null ? null : crownQuality(rated.axes, [], policy).value;
    return { ...one, composite: rated, quality };
  });
  const kingQuality = rated[0]?.quality ?? null;
  return rated.map((one, at) => {
    if (at === 0 || one.kl === null || king?.kl == null)
      return { ...one, test: null, gate: null, passes: false };
    const test = pairedTest(king.kl.perPrompt, one.kl.perPrompt, policy.lcbErrors);
    const gate = qualityGate(one.quality, kingQuality, policy);
    return { ...one, test, gate, passes: winsDuel(test, test?.n ?? 0, policy) && gate.ok };
  });
}
