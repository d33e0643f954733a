import type { PublishedCrownRescore, PublishedRound } from '../../domain/published.js';
import type { PublishedValue } from './publishedValue.js';
import { flagOf, optional, readRowUid } from './readRows.js';
import { decided, type RoundPlace } from './roundRecord.js';

type RecordFields = Pick<
  PublishedRound,
  | 'kingUid'
  | 'prevKingUid'
  | 'newKingUid'
  | 'kingChanged'
  | 'nPrompts'
  | 'blockHash'
  | 'shardIdx'
  | 'kingKl'
  | 'kingH2hKl'
  | 'epsilonThreshold'
  | 'pairedTestAlpha'
  | 'kingRetainedReason'
  | 'kingPromptsCompleted'
  | 'nStudents'
  | 'invalidForLeaderboard'
  | 'minPromptsForLeaderboard'
  | 'requestedMinPrompts'
  | 'crownRescore'
  | 'uncrownedIncumbentUid'
  | 'weightFallbackUid'
  | 'provisionalRescoredKingUid'
  | 'firstCrown'
>;

/** What a round's record says beside its rows; what it does not hold is left out. */
export function readRecord(record: PublishedValue): RecordFields {
  const previous = record.get('prev_king_uid');
  return {
    kingUid: record.get('king_uid').uid(),
    prevKingUid: previous.uid(),
    newKingUid: record.get('new_king_uid').uid(),
    kingChanged: record.get('king_changed').flag(),
    nPrompts: record.get('n_prompts').count(),
    ...optional('blockHash', record.get('block_hash').text()),
    ...optional('shardIdx', record.get('shard_idx').count()),
    ...optional('kingKl', record.get('king_kl').number()),
    ...optional('kingH2hKl', record.get('king_h2h_kl').number()),
    ...optional('epsilonThreshold', record.get('epsilon_threshold').number()),
    ...optional('pairedTestAlpha', record.get('paired_test_alpha').number()),
    ...optional('kingRetainedReason', record.get('king_retained_reason').text()),
    ...optional('kingPromptsCompleted', record.get('king_prompts_completed').count()),
    ...optional('nStudents', record.get('n_students').count()),
    ...optional('invalidForLeaderboard', flagOf(record.get('_invalid_for_leaderboard'))),
    ...optional('minPromptsForLeaderboard', record.get('_min_prompts_for_leaderboard').count()),
    ...optional('requestedMinPrompts', record.get('_requested_min_prompts_for_leaderboard').count()),
    ...optional('crownRescore', readRescore(record.get('crown_rescore'))),
    ...optional('uncrownedIncumbentUid', record.get('uncrowned_incumbent_uid').uid()),
    ...optional('weightFallbackUid', record.get('weight_fallback_uid').uid()),
    ...optional('provisionalRescoredKingUid', record.get('provisional_rescored_king_uid').uid()),
    ...(record.isNull ? {} : { firstCrown: previous.isPresent && previous.isNull }),
  };
}

function readRescore(rescore: PublishedValue): PublishedCrownRescore | null {
  if (rescore.isNull) return null;
  return {
    reason: rescore.get('reason').text(),
    previousKingUid: rescore.get('previous_king_uid').uid(),
    selectedKingUid: rescore.get('selected_king_uid').uid(),
    qualityFloor: rescore.get('quality_floor').number(),
    fallbackUid: rescore.get('fallback_uid').uid(),
    weightsSet: rescore.get('weights_set').flag(),
  };
}

type EarlierRecord = NonNullable<PublishedRound['history']>[number];

/** Decided records before a round, newest first; of two of one block the one of the file named first counts. */
export function readEarlier(files: readonly PublishedValue[], round: RoundPlace): readonly EarlierRecord[] {
  const byBlock = new Map<number, EarlierRecord>();
  for (const record of files.flatMap(decided)) {
    const block = record.get('block').count();
    if (block === null || block >= round.seedBlock || byBlock.has(block)) continue;
    byBlock.set(block, {
      block,
      kingUid: record.get('king_uid').uid(),
      newKingUid: record.get('new_king_uid').uid(),
      kingChanged: record.get('king_changed').flag(),
      rows: record
        .get('results')
        .items()
        .map((row) => ({
          uid: readRowUid(row),
          model: row.get('model').text() ?? '',
          committedAt: row.get('commit_block').count(),
          disqualified: row.get('disqualified').flag(),
          hasTest: !row.get('t_test').isNull,
        })),
    });
  }
  return [...byBlock.values()].sort((a, b) => b.block - a.block);
}
