import * as z from 'zod';
import { weightVector } from '../../decide/expectedWeights.js';
import { noWinnerTarget } from '../../decide/noWinnerTarget.js';
import { weightsU16 } from '../../decide/weightsU16.js';
import { P11 } from '../../eras/p11.js';
import {
  firstEligibleRound,
  inJoinWindow,
  PROTOCOL_2,
  roundBlocks,
  roundIdAt,
} from '../../eras/roundBlocks.js';
import { consensusIncumbent } from '../../reconstruct/consensus.js';
import { scheduleChallengers, scheduleMaintenance } from '../../reconstruct/schedule.js';
import { orDefault } from './decisionDefault.js';
import { vectorFloat } from './readNumber.js';
import type { VectorKinds } from './vectorKind.js';

const { policy } = P11;
const block = z.number().int().nonnegative();
const uid = z.number().int();
const nUids = orDefault(z.number().int().nonnegative(), 256);
const cap = orDefault(z.number().int().nonnegative(), policy.challengersPerRound);

function roundManifest(input: unknown) {
  const { current_block } = z.object({ current_block: block }).parse(input);
  const round = roundBlocks(roundIdAt(current_block));
  return {
    round_id: round.roundId,
    round_start_block: round.seedBlock,
    commit_cutoff_block: round.cutoffBlock,
    eval_seed_block: round.seedBlock,
    activation_block: round.activationBlock,
    grace_end_exclusive: PROTOCOL_2.joinWindow === null ? null : round.seedBlock + PROTOCOL_2.joinWindow,
    next_round_start: round.nextSeedBlock,
    in_grace: inJoinWindow(current_block),
  };
}

const scheduleInput = z.object({
  models: z.record(
    z.string().regex(/^\d+$/),
    z.object({ model: z.string(), block: orDefault(block, 0), hotkey: z.string().nullish() }),
  ),
  cap,
  pending: z.array(uid).nullish(),
});

function schedule(input: unknown) {
  const { models, cap, pending } = scheduleInput.parse(input);
  const submissions = Object.entries(models).map(([id, one]) => ({
    uid: Number(id),
    hotkey: one.hotkey ?? `uid ${id}`,
    repo: one.model,
    committedAt: one.block,
  }));
  const isPending = (id: number) => pending === null || pending === undefined || pending.includes(id);
  const { scheduled } = scheduleChallengers(submissions, isPending, { ...policy, challengersPerRound: cap });
  return { scheduled };
}

const maintenanceInput = z.object({
  items: z.array(z.tuple([block, uid])),
  round_id: block,
  cap,
});

const weightsInput = z.object({
  n_uids: nUids,
  winner_uid: uid,
  reserve_fraction: orDefault(vectorFloat, policy.reserveFraction),
  reserve_uid: orDefault(uid, policy.reserveUid),
});

function weights(input: unknown) {
  const given = weightsInput.parse(input);
  const vector = weightVector(given.winner_uid, given.reserve_fraction, given.reserve_uid, given.n_uids);
  return { weights: Object.fromEntries(vector), onchain_u16: Object.fromEntries(weightsU16(vector)) };
}

const consensusInput = z.object({
  rows: z.array(z.tuple([uid, z.array(z.tuple([uid, z.number()]))])),
  validator_permit: z.array(z.boolean()),
  stake_weight: z.array(vectorFloat.nullable()),
});

function consensus(input: unknown) {
  const given = consensusInput.parse(input);
  const found = consensusIncumbent(
    given.rows.map(([id, row]) => ({
      uid: id,
      permit: given.validator_permit[id] ?? false,
      stakeWeight: given.stake_weight[id] ?? Number.NaN,
      row,
    })),
  );
  return { incumbent_uid: found.incumbentUid, totals: Object.fromEntries(found.totals) };
}

const targetInput = z.object({
  incumbent_uid: uid.nullish(),
  h2h_latest_king_uid: uid.nullish(),
  env_fallback: z.union([z.number(), z.string()]).nullish(),
  validator_uid: uid.nullish(),
  current_target: uid.nullish(),
  n_uids: nUids,
});

function target(input: unknown) {
  const given = targetInput.parse(input);
  return noWinnerTarget({
    incumbentUid: given.incumbent_uid ?? null,
    localKingUid: given.h2h_latest_king_uid ?? null,
    configuredUid: given.env_fallback === null ? undefined : numeric(given.env_fallback),
    sharedFallbackUid: policy.noWinnerUid,
    validatorUid: given.validator_uid ?? undefined,
    currentTargetUid: given.current_target ?? undefined,
    nUids: given.n_uids,
  });
}

const numeric = (value: number | string | undefined): number | undefined =>
  value === undefined || typeof value === 'number' ? value : Number.parseInt(value, 10);

/** Block arithmetic, schedules, weight vectors, consensus and the target of a round without a winner. */
export const roundKinds: VectorKinds = {
  round_manifest: roundManifest,
  first_eligible_round: (input) => {
    const { commit_block } = z.object({ commit_block: z.number().int() }).parse(input);
    return { round_id: firstEligibleRound(commit_block) };
  },
  schedule,
  maintenance: (input) => {
    const { items, round_id, cap } = maintenanceInput.parse(input);
    const pending = items.map(([committedAt, id]) => ({ uid: id, committedAt }));
    return { scheduled: scheduleMaintenance(pending, round_id, cap) };
  },
  weights,
  consensus_incumbent: consensus,
  no_winner_target: target,
};
