import { P11 } from '../../../src/eras/p11.js';
import { round as pyRound } from '../../../src/python/round.js';
import { shardOf } from '../../../src/reconstruct/prompts/shardOf.js';
import type { PlannedMiner } from '../plan.js';
import type { PlayedRound } from '../rounds.js';
import { seedBlockOf, timeOf } from '../timeline.js';
import { type Evaluated, PROBE_REASON } from './evaluation.js';

type Json = Readonly<Record<string, unknown>>;

/** Schema version of the composite in era P11. */
export const COMPOSITE_VERSION = 29;
/** Margin of the KL in the legacy telemetry; it decides nothing. */
const EPSILON = 0.03;

const compositeJson = ({ composite }: Evaluated): Json | null =>
  composite === null
    ? null
    : {
        version: COMPOSITE_VERSION,
        axes: composite.axes,
        worst: composite.worst,
        weighted: composite.weighted,
        present_count: composite.presentCount,
        broken_axes: [],
        judge_in_composite: true,
        bench_in_composite: true,
        arena_v3_in_composite: true,
        reasoning_density_in_composite: true,
        chat_turns_in_composite: true,
      };

/** The text of the dashboard: change against the king in percent, and the p-value. */
function versusKing(one: Evaluated, king: Evaluated, crowned: boolean): string {
  if (one.kl === null || king.kl === null || one.test === null) return '';
  const change = (100 * (one.kl.globalAvg - king.kl.globalAvg)) / king.kl.globalAvg;
  const sign = change < 0 ? '' : '+';
  return `${sign}${change.toFixed(3)}% (p=${one.test.p.toFixed(4)}${crowned ? ' dethroned' : ''})`;
}

function gateJson(one: Evaluated, king: Evaluated, crowned: boolean): Json | null {
  if (one.gate === null) return null;
  return {
    challenger_quality: one.quality === null ? null : pyRound(one.quality, 6),
    incumbent_quality: king.quality === null ? null : pyRound(king.quality, 6),
    margin: P11.policy.qualityMargin,
    absolute_floor: P11.policy.qualityFloor,
    relative_axes_excluded: P11.policy.relativeAxes,
    threshold: one.gate.threshold === null ? null : pyRound(one.gate.threshold, 6),
    reason: crowned ? 'paired_kl_and_quality_winner' : one.gate.reason,
  };
}

function row(one: Evaluated, king: Evaluated, commitBlock: number, total: number, crowned: boolean): Json {
  const isKing = one === king;
  const failed = one.kl === null;
  const scored = one.kl?.perPrompt.length ?? 0;
  return {
    uid: one.miner.uid,
    model: one.miner.repo,
    kl: one.kl?.globalAvg ?? null,
    commit_block: commitBlock,
    is_king: isKing,
    vs_king: isKing ? '' : versusKing(one, king, crowned),
    prompts_scored: scored,
    prompts_total: total,
    paired_prompts: isKing ? scored : (one.test?.n ?? 0),
    dethrone_eligible: scored >= P11.policy.minPairedPrompts,
    early_stopped: false,
    ...(failed ? { disqualified: true, dq_reason: PROBE_REASON } : {}),
    ...(one.test === null ? {} : { t_test: testJson(one) }),
    ...(one.composite === null ? {} : { composite: compositeJson(one) }),
    ...(one.gate === null ? {} : { selection_gate: gateJson(one, king, crowned) }),
  };
}

const testJson = ({ test }: Evaluated): Json | null =>
  test === null
    ? null
    : { p: test.p, t: test.t, n: test.n, mean_delta: test.meanDelta, se: test.se, lcb: test.lcb };

/** The entry of `h2h_history.json` for one round. Rows come by worst axis and then KL, as the validator sorts them. */
export function roundRecord(
  round: PlayedRound,
  seen: readonly Evaluated[],
  hash: string,
  commitBlocks: ReadonlyMap<string, number>,
): Json {
  const king = seen[0] as Evaluated;
  const crowned = seen.find((one) => one.miner === round.crowned) as Evaluated;
  const changed = round.crowned !== round.king;
  const total = round.first.drawIndex.length;
  const order = (one: Evaluated): readonly number[] => [
    -(one.composite?.worst ?? -1),
    one.kl?.globalAvg ?? Infinity,
  ];
  const sorted = [...seen].sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    return (x[0] as number) - (y[0] as number) || (x[1] as number) - (y[1] as number);
  });
  return {
    block: seedBlockOf(round.roundId),
    block_hash: hash,
    timestamp: timeOf(seedBlockOf(round.roundId) + 602) / 1000,
    shard_idx: shardOf(hash),
    king_uid: crowned.miner.uid,
    king_model: crowned.miner.repo,
    prev_king_uid: king.miner.uid,
    king_kl: crowned.kl?.globalAvg ?? null,
    king_h2h_kl: crowned.kl?.globalAvg ?? null,
    king_global_kl: crowned.kl?.globalAvg ?? null,
    epsilon: EPSILON,
    epsilon_threshold: king.kl === null ? null : pyRound(king.kl.globalAvg * (1 - EPSILON), 6),
    paired_test_alpha: P11.policy.alpha,
    dethrone_method: 'paired_kl_3pct_composite_gate',
    n_prompts: P11.policy.prompts,
    results: sorted.map((one) =>
      row(one, king, commitBlocks.get(one.miner.name) ?? 0, total, changed && one === crowned),
    ),
    king_changed: changed,
    new_king_uid: changed ? crowned.miner.uid : null,
    king_retained_reason: changed ? null : 'no challenger passed both gates',
    dq_blocked_dethrone: null,
    type: 'h2h',
    n_students: seen.length,
    king_prompts_completed: total,
    _invalid_for_leaderboard: false,
    _min_prompts_for_leaderboard: 150,
    _requested_min_prompts_for_leaderboard: 150,
  };
}

/** `h2h_latest.json` as it stood before the first round: the prior king after an earlier, unrecorded round. */
export const recordBefore = (king: PlannedMiner, roundId: number, commitBlock: number): Json => ({
  block: seedBlockOf(roundId),
  timestamp: timeOf(seedBlockOf(roundId) + 602) / 1000,
  king_uid: king.uid,
  king_model: king.repo,
  prev_king_uid: king.uid,
  n_prompts: P11.policy.prompts,
  results: [
    { uid: king.uid, model: king.repo, commit_block: commitBlock, is_king: true, kl: null, vs_king: '' },
  ],
  king_changed: false,
  new_king_uid: null,
  type: 'h2h',
});
