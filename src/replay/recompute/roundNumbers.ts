import { canonicalRound } from '../../decide/canonicalRound.js';
import type { ComputedNumber, ComputedNumbers, Shown } from '../../diff/recompute/computedNumber.js';
import type { Cause, Decision } from '../../domain/verdict.js';
import { round as pyRound } from '../../python/round.js';
import { shardOf } from '../../reconstruct/prompts/shardOf.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/** Margin of the KL in the record's telemetry; it decides nothing (rule: published rounds, docs/methodology.md). */
const EPSILON = 0.03;
/** Prompts that a round is asked to have before it may overwrite the record of the last duel. */
const LEADERBOARD_PROMPTS = 150;
const BLOCK_HASH = /^(0x)?[0-9a-fA-F]{8,64}$/;

/**
 * Numbers of a round's record beside its rows.
 * @param decision under the default rules; null when the files are not enough for one
 */
export function roundNumbers(facts: ViewFacts, decision: Decision | null): ComputedNumbers {
  const { view, kingRow } = facts;
  const numbers: ComputedNumber[] = [];
  const notComputed: string[] = [];
  const add = (
    name: string,
    recomputed: Shown,
    published: Shown | undefined,
    cause: Cause,
    within?: number,
  ) => numbers.push({ name, recomputed, published, cause, ...(within === undefined ? {} : { within }) });
  if (view.blockHash !== undefined && BLOCK_HASH.test(view.blockHash))
    add('shard_idx', shardOf(view.blockHash), view.shardIdx, 'inputs');
  else if (view.shardIdx !== undefined) notComputed.push('shard_idx: the record holds no block hash.');
  const crowned = facts.rows.find(({ row }) => row.uid === view.kingUid && !row.isReference);
  const crownedKl = finiteKl(crowned);
  if (crownedKl !== null) {
    add('king_kl', crownedKl, view.kingKl, 'scores');
    add('king_h2h_kl', crownedKl, view.kingH2hKl, 'scores');
  }
  const kingKl = finiteKl(kingRow ?? undefined);
  if (kingKl !== null)
    add('epsilon_threshold', pyRound(kingKl * (1 - EPSILON), 6), view.epsilonThreshold, 'scores', 1e-6);
  add('paired_test_alpha', facts.rules[0].policy.alpha, view.pairedTestAlpha, 'rules');
  canonicalNumbers(facts, add);
  if (decision === null) notComputed.push('king_changed: the files are not enough to decide the crown.');
  else outcomeNumbers(facts, decision, add);
  return { numbers, notComputed };
}

const finiteKl = (one: RowFacts | undefined): number | null =>
  typeof one?.meanKl === 'number' && Number.isFinite(one.meanKl) ? one.meanKl : null;

type Add = (name: string, recomputed: Shown, published: Shown | undefined, cause: Cause) => void;

function canonicalNumbers({ view, rows, kingRow, king }: ViewFacts, add: Add): void {
  if (king.problems.length > 0) return;
  const done = kingRow === null ? 0 : (kingRow.list?.length ?? kingRow.row.promptsScored);
  if (done === null) return;
  add('king_prompts_completed', done, view.kingPromptsCompleted, 'inputs');
  if (view.nPrompts === null) return;
  const totals = rows.flatMap(({ row }) => row.promptsTotal ?? []);
  const { threshold, canonical } = canonicalRound({
    requestedPrompts: view.nPrompts,
    maxRowPromptsTotal: totals.reduce((most, one) => Math.max(most, one), 0),
    kingPromptsCompleted: done,
    kingKlPresent: kingRow !== null && finiteKl(kingRow) !== null,
  });
  if (view.nPrompts >= LEADERBOARD_PROMPTS)
    add('_requested_min_prompts_for_leaderboard', LEADERBOARD_PROMPTS, view.requestedMinPrompts, 'rules');
  add('_min_prompts_for_leaderboard', threshold, view.minPromptsForLeaderboard, 'rules');
  add('_invalid_for_leaderboard', !canonical, view.invalidForLeaderboard, 'rules');
}

/** A first crown has no king before it, and counts as no change (rule: published rounds, docs/methodology.md). */
function outcomeNumbers({ view, king }: ViewFacts, { winnerUid }: Decision, add: Add): void {
  const isChanged = king.uid !== null && winnerUid !== king.uid;
  add('king_changed', isChanged, view.kingChanged, 'rules');
  if (isChanged || view.kingChanged)
    add('new_king_uid', isChanged ? winnerUid : null, view.newKingUid, 'rules');
  add('king_uid', winnerUid ?? king.uid, view.kingUid, 'rules');
}
