import { canonicalRound } from '../../decide/canonicalRound.js';
import type { NumberSheet } from '../../diff/recompute/numberSheet.js';
import type { Decision } from '../../domain/verdict.js';
import { round as pyRound } from '../../python/round.js';
import { shardOf } from '../../reconstruct/prompts/shardOf.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/** Margin of the KL in the record's telemetry; it decides nothing (rule: published rounds, docs/methodology.md). */
const EPSILON = 0.03;
/** Prompts that a round is asked to have before it may overwrite the record of the last duel. */
const LEADERBOARD_PROMPTS = 150;
const BLOCK_HASH = /^(0x)?[0-9a-fA-F]{8,64}$/;

/**
 * Notes the numbers of a round's record beside its rows.
 * @param decision under the default rules; null when the files are not enough for one
 */
export function roundNumbers(sheet: NumberSheet, facts: ViewFacts, decision: Decision | null): void {
  const { view, kingRow } = facts;
  if (view.blockHash !== undefined && BLOCK_HASH.test(view.blockHash))
    sheet.add('shard_idx', shardOf(view.blockHash), view.shardIdx, 'inputs');
  else if (view.shardIdx !== undefined) sheet.notComputed.push('shard_idx: the record holds no block hash.');
  const crowned = facts.rows.find(({ row }) => row.uid === view.kingUid && !row.isReference);
  const crownedKl = finiteKl(crowned);
  if (crownedKl !== null) {
    sheet.add('king_kl', crownedKl, view.kingKl, 'scores');
    sheet.add('king_h2h_kl', crownedKl, view.kingH2hKl, 'scores');
  }
  const kingKl = finiteKl(kingRow ?? undefined);
  if (kingKl !== null) {
    const threshold = pyRound(kingKl * (1 - EPSILON), 6);
    sheet.add('epsilon_threshold', threshold, view.epsilonThreshold, 'scores', 1e-6);
  }
  sheet.add('paired_test_alpha', facts.rules[0].policy.alpha, view.pairedTestAlpha, 'rules');
  canonicalNumbers(sheet, facts);
  if (decision === null)
    sheet.notComputed.push('king_changed: the files are not enough to decide the crown.');
  else outcomeNumbers(sheet, facts, decision);
}

const finiteKl = (one: RowFacts | undefined): number | null =>
  typeof one?.meanKl === 'number' && Number.isFinite(one.meanKl) ? one.meanKl : null;

function canonicalNumbers(sheet: NumberSheet, { view, rows, kingRow, king }: ViewFacts): void {
  if (king.problems.length > 0) return;
  const done = kingRow === null ? 0 : (kingRow.list?.length ?? kingRow.row.promptsScored);
  if (done === null) return;
  sheet.add('king_prompts_completed', done, view.kingPromptsCompleted, 'inputs');
  if (view.nPrompts === null) return;
  const { threshold, canonical } = canonicalRound({
    requestedPrompts: view.nPrompts,
    maxRowPromptsTotal: rows.reduce((most, { row }) => Math.max(most, row.promptsTotal ?? 0), 0),
    kingPromptsCompleted: done,
    kingKlPresent: kingRow !== null && finiteKl(kingRow) !== null,
  });
  if (view.nPrompts >= LEADERBOARD_PROMPTS)
    sheet.add(
      '_requested_min_prompts_for_leaderboard',
      LEADERBOARD_PROMPTS,
      view.requestedMinPrompts,
      'rules',
    );
  sheet.add('_min_prompts_for_leaderboard', threshold, view.minPromptsForLeaderboard, 'rules');
  sheet.add('_invalid_for_leaderboard', !canonical, view.invalidForLeaderboard, 'rules');
}

/** A first crown has no king before it, and counts as no change (rule: published rounds, docs/methodology.md). */
function outcomeNumbers(sheet: NumberSheet, { view, king }: ViewFacts, { winnerUid }: Decision): void {
  const isChanged = king.uid !== null && winnerUid !== king.uid;
  sheet.add('king_changed', isChanged, view.kingChanged, 'rules');
  if (isChanged || view.kingChanged)
    sheet.add('new_king_uid', isChanged ? winnerUid : null, view.newKingUid, 'rules');
  sheet.add('king_uid', winnerUid ?? king.uid, view.kingUid, 'rules');
}
