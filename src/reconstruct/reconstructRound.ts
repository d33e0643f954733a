import type { ChainState } from '../domain/chainState.js';
import type { Uid } from '../domain/identity.js';
import type { PublishedRound } from '../domain/published.js';
import type { Contender, ContenderDecision, RoundId, RoundSpec } from '../domain/round.js';
import type { SyntheticProfile } from '../domain/snapshot.js';
import { clearsFloor, crownQuality } from '../eras/crownQuality.js';
import type { Era } from '../eras/defineEra.js';
import { roundBlocks } from '../eras/roundBlocks.js';
import { type Candidate, findCandidates, type ModelSource } from './contenders.js';
import { chainIncumbent, type Incumbent, seatIncumbent } from './incumbent.js';
import { isPending, type Pending } from './pending.js';
import {
  type Schedule,
  type ScheduleLimits,
  scheduleChallengers,
  scheduleMaintenance,
  scheduleResetAnchor,
} from './schedule.js';

export interface ReconstructInput extends ModelSource {
  readonly roundId: RoundId;
  readonly era: Era;
  /** State at the cutoff block: whose commitments count. */
  readonly cutoff: ChainState;
  /** State at the seed block: rows, permits, stake and who holds a UID. */
  readonly seed: ChainState;
  readonly published: PublishedRound | null;
  readonly profile: SyntheticProfile | null;
}

/**
 * Rebuilds one round from chain, hub and era: king, challengers, and for every UID with a commitment the reason for
 * being in or out.
 */
export function reconstructRound(input: ReconstructInput): RoundSpec {
  const { era, seed, published } = input;
  const blocks = roundBlocks(input.roundId);
  const consensusUid = chainIncumbent(seed);
  const localKingUid = published?.localKingUid ?? null;
  const candidates = findCandidates({
    ...input,
    models: input,
    incumbentUid: localKingUid ?? consensusUid,
  });
  const valid = new Map(candidates.filter((one) => one.valid).map((one) => [one.uid, one]));
  const incumbent = seatIncumbent(
    consensusUid,
    localKingUid,
    (uid) => valid.has(uid),
    (uid) => storedBelowFloor(published, valid.get(uid)?.contender ?? null, era),
  );
  const king = incumbent.uid === null ? null : (valid.get(incumbent.uid)?.contender ?? null);
  const others = [...valid.values()].filter((one) => one.uid !== king?.uid);
  const plan = planChallengers(others, input, blocks.seedBlock);
  const challengers = plan.scheduled.flatMap((uid) => {
    const contender = valid.get(uid)?.contender ?? null;
    return contender === null ? [] : [contender];
  });
  return {
    ...blocks,
    eraId: era.id,
    seedHash: seed.hash,
    king,
    challengers,
    contenders: candidates.map((one) => decisionOf(one, king, incumbent, plan)),
    incumbentSource: incumbent.source,
  };
}

interface Plan extends Schedule {
  readonly kind: 'schedule' | 'maintenance' | 'reset';
  readonly pending: ReadonlyMap<Uid, Pending>;
  readonly cap: number;
}

function planChallengers(others: readonly Candidate[], input: ReconstructInput, seedBlock: number): Plan {
  const { era, published } = input;
  const limits: ScheduleLimits = era.policy;
  const cap = era.policy.challengersPerRound;
  const submissions = others.flatMap((one) => (one.contender === null ? [] : [one.contender]));
  const pending = new Map(
    others.map((one) => [
      one.uid,
      isPending(one.contender as Contender, published, one.hasRow, era, seedBlock),
    ]),
  );
  const waits = (uid: Uid) => pending.get(uid)?.pending ?? false;
  const open = submissions.filter((one) => waits(one.uid));
  if (hasNoRecord(published))
    return { scheduled: scheduleResetAnchor(open, cap), limited: new Map(), kind: 'reset', pending, cap };
  const plan = scheduleChallengers(submissions, waits, limits);
  if (plan.scheduled.length > 0 || open.length === 0) return { ...plan, kind: 'schedule', pending, cap };
  const scheduled = scheduleMaintenance(open, input.roundId, cap);
  return { scheduled, limited: new Map(), kind: 'maintenance', pending, cap };
}

/** A validator whose two records were captured and hold nothing starts over with the oldest commitments. */
const hasNoRecord = (published: PublishedRound | null): boolean =>
  published !== null &&
  published.composites.length === 0 &&
  published.localKingUid === null &&
  published.rows.length === 0 &&
  ['composite_scores.json', 'h2h_latest.json'].every((name) => published.sources.includes(name));

function storedBelowFloor(published: PublishedRound | null, king: Contender | null, era: Era): boolean {
  const record = published?.composites.find((one) => king !== null && one.uid === king.uid);
  if (record === undefined) return false;
  const { policy } = era;
  const quality = crownQuality(record.axes, record.brokenAxes, policy);
  return (
    quality.axes < policy.minQualityAxes ||
    !clearsFloor(quality.value, policy.qualityFloor, policy.qualityTolerance)
  );
}

function decisionOf(
  one: Candidate,
  king: Contender | null,
  incumbent: Incumbent,
  plan: Plan,
): ContenderDecision {
  const base = { uid: one.uid, hotkey: one.hotkey, contender: one.contender };
  const out = (reason: string): ContenderDecision => ({ ...base, in: false, role: null, reason });
  if (!one.valid)
    return out(one.hasRow ? `${one.reason} The validator published a row for it nevertheless.` : one.reason);
  if (one.uid === king?.uid)
    return { ...base, in: true, role: 'king', reason: `${incumbent.why} ${one.reason}` };
  const pending = plan.pending.get(one.uid);
  const place = plan.scheduled.indexOf(one.uid);
  if (place >= 0) {
    const how =
      plan.kind === 'maintenance'
        ? 'in the maintenance rotation, because nothing else waits within the quotas'
        : plan.kind === 'reset'
          ? 'among the oldest, because the validator holds no record'
          : 'in order of commitment';
    return {
      ...base,
      in: true,
      role: 'challenger',
      reason: `Number ${place + 1} of ${plan.scheduled.length} ${how}. ${pending?.why ?? ''} ${one.reason}`,
    };
  }
  if (pending !== undefined && !pending.pending) return out(pending.why);
  const limit = plan.limited.get(one.uid);
  if (limit !== undefined) return out(`Over the submission quota: ${limit}.`);
  return out(`Later than the first ${plan.cap} that wait: it stays pending.`);
}
