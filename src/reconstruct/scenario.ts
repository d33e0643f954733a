import { isAbsent } from '../domain/absent.js';
import type { Uid } from '../domain/identity.js';
import type { PublishedRound } from '../domain/published.js';
import type { ChallengerPlan, Contender, RoundBlocks } from '../domain/round.js';
import { clearsFloor, crownQuality } from '../eras/crownQuality.js';
import type { Era } from '../eras/defineEra.js';
import type { Candidate, Commitment } from './contenders.js';
import { type Incumbent, seatIncumbent } from './incumbent.js';
import { isPending, type Pending } from './pending.js';
import type { Membership } from './planMembership.js';
import { planMembership } from './planMembership.js';
import type { PossibleSubmission } from './quotaMembership.js';
import {
  assignFirstEligible,
  inOrder,
  scheduleChallengers,
  scheduleMaintenance,
  scheduleResetAnchor,
} from './schedule.js';

interface ScenarioInput {
  readonly era: Era;
  /** Of the era's own grid. */
  readonly blocks: RoundBlocks;
  readonly consensusUid: Uid | null;
  /** The validator's published files; null when none are recorded, so that its state is not known. */
  readonly view: PublishedRound | null;
  /** Taken as its own last king where that is not captured; null = none. */
  readonly supposedKing: Uid | null;
}

/** The round as one validator saw it under one era. */
export interface Scenario extends ScenarioInput {
  readonly candidates: readonly Candidate[];
  readonly incumbent: Incumbent;
  /** null also where the incumbent's commitment is not pinned. */
  readonly king: Contender | null;
  /** Commitments of others than the king that are not known to be refused, in the planner's order. */
  readonly submissions: readonly PossibleSubmission[];
  readonly pending: ReadonlyMap<Uid, Pending>;
  /** UIDs over a quota. */
  readonly limited: ReadonlyMap<Uid, string>;
  readonly kind: ChallengerPlan['kind'];
  readonly scheduled: readonly Uid[];
  /** Why a passing failure of one UID stops the whole round; null when none does. */
  readonly skipped: string | null;
}

/** Plays the planner of one validator; what is not known of its state is taken as pending and as valid where recorded. */
export function buildScenario(
  input: ScenarioInput,
  candidatesUnder: (incumbentUid: Uid | null) => readonly Candidate[],
): Scenario {
  const { era, view, blocks, consensusUid, supposedKing } = input;
  const localKingUid = isKingUntold(input) ? supposedKing : ownKing(view);
  const incumbentUid = localKingUid ?? consensusUid;
  const candidates = candidatesUnder(incumbentUid);
  const open = new Map(candidates.filter((one) => one.validity !== 'invalid').map((one) => [one.uid, one]));
  const incumbent = seatIncumbent({
    source: era.policy.incumbentSource,
    consensusUid,
    localKingUid,
    isValid: (uid) => open.has(uid),
    failsFloor: (uid) => storedBelowFloor(view, uid, era),
  });
  const king = incumbent.uid === null ? null : (open.get(incumbent.uid)?.contender ?? null);
  const pending = new Map<Uid, Pending>();
  const submissions: PossibleSubmission[] = [];
  for (const { uid, commitment, hasRow, validity } of open.values()) {
    if (commitment === null || uid === incumbent.uid) continue;
    const waits = isPending(commitment, view, hasRow, era.policy, blocks.seedBlock);
    pending.set(uid, waits);
    submissions.push(submissionOf(commitment, validity === 'valid', waits.pending));
  }
  submissions.sort(inOrder);
  const skipped = skippedBy(candidates, view, era);
  const planned = planFrom(submissions, input);
  return {
    era,
    blocks,
    consensusUid,
    view,
    supposedKing,
    candidates,
    incumbent,
    king,
    submissions,
    pending,
    limited: planned.limited,
    kind: planned.kind,
    scheduled: skipped === null ? planned.scheduled : [],
    skipped,
  };
}

type Planned = Pick<Scenario, 'kind' | 'scheduled' | 'limited'>;

function planFrom(submissions: readonly PossibleSubmission[], { era, view, blocks }: ScenarioInput): Planned {
  const { policy, coordination } = era;
  const cap = policy.challengersPerRound;
  const valid = submissions.filter((one) => one.certain);
  const waiting = valid.filter((one) => one.pending !== 'no');
  const waits = new Set(waiting.map((one) => one.uid));
  if (startsOver(view) === 'yes') {
    const most = coordination.protocol === 1 ? null : cap;
    return { kind: 'reset', scheduled: scheduleResetAnchor(waiting, most), limited: new Map() };
  }
  if (coordination.protocol === 1) {
    const rounds = assignFirstEligible(valid, cap, coordination);
    const scheduled = valid.map((one) => one.uid).filter((uid) => rounds.get(uid) === blocks.roundId);
    return { kind: 'first-eligible', scheduled, limited: new Map() };
  }
  const plan = scheduleChallengers(valid, (uid) => waits.has(uid), policy);
  if (plan.scheduled.length > 0 || waiting.length === 0 || !policy.maintenance)
    return { kind: 'schedule', ...plan };
  const scheduled = scheduleMaintenance(waiting, blocks.roundId, cap);
  return { kind: 'maintenance', scheduled, limited: plan.limited };
}

/** The king of a validator's own record where that is known; null also where it is not. */
const ownKing = (view: PublishedRound | null): Uid | null =>
  view === null || isAbsent(view.localKingUid) ? null : view.localKingUid;

/** Whether the king that a validator seats depends on a record of its own that is not captured. */
export const isKingUntold = ({ era, view }: Pick<ScenarioInput, 'era' | 'view'>): boolean =>
  era.policy.incumbentSource === 'local-first' && (view === null || isAbsent(view.localKingUid));

/**
 * The part of every submission and of the king in the plans that the scenario's unknowns leave possible. Where the
 * validator's own last king is not told, whoever has a commitment may be it; then the consensus king is one more
 * submission that may push others out, and with one submission less the maintenance rotation is another one.
 */
export function scenarioMemberships(scenario: Scenario): Map<Uid, Membership> {
  const { era, blocks, view, incumbent, skipped } = scenario;
  const isUntold = isKingUntold(scenario);
  const dethroned = isUntold ? unseatedKing(scenario) : [];
  const memberships = planMembership([...scenario.submissions, ...dethroned], {
    roundId: blocks.roundId,
    grid: era.coordination,
    limits: era.policy,
    maintenance: era.policy.maintenance,
    reset: startsOver(view),
  });
  if (skipped !== null)
    for (const [uid, part] of memberships) if (part === 'all') memberships.set(uid, 'some');
  if (isUntold)
    for (const one of scenario.candidates)
      if (mayBeKing(one) && (scenario.kind === 'maintenance' || memberships.get(one.uid) !== 'all'))
        memberships.set(one.uid, 'some');
  if (incumbent.uid !== null) memberships.set(incumbent.uid, kingMembership(scenario, incumbent.uid));
  return memberships;
}

/** The seated king as the submission that it is where another one is seated; it may also not be there. */
function unseatedKing({ candidates, incumbent, view, era, blocks }: Scenario): PossibleSubmission[] {
  const own = candidates.find((one) => one.uid === incumbent.uid);
  if (own === undefined || own.commitment === null || own.validity === 'invalid') return [];
  const { pending } = isPending(own.commitment, view, own.hasRow, era.policy, blocks.seedBlock);
  return [submissionOf(own.commitment, false, pending)];
}

const submissionOf = (
  { uid, hotkey, repo, committedAt }: Commitment,
  certain: boolean,
  pending: PossibleSubmission['pending'],
): PossibleSubmission => ({ uid, hotkey, repo, committedAt, certain, pending });

/** A UID that can be seated as a validator's own last king: the minimum commit block does not bind it then. */
const mayBeKing = ({ validity, isTooOld }: Candidate): boolean => validity !== 'invalid' || isTooOld;

/** Whom a validator seats that keeps a king of its own is not known without its record of it. */
function kingMembership(scenario: Scenario, uid: Uid): Membership {
  const own = scenario.candidates.find((one) => one.uid === uid);
  return !isKingUntold(scenario) && own?.validity === 'valid' ? 'all' : 'some';
}

/** A validator whose two records were captured and hold nothing starts over with the oldest commitments. */
function startsOver(view: PublishedRound | null): 'yes' | 'no' | 'unknown' {
  if (view === null) return 'unknown';
  if (view.composites.length > 0 || ownKing(view) !== null || view.rows.length > 0) return 'no';
  if (isAbsent(view.localKingUid)) return 'unknown';
  return ['composite_scores.json', 'h2h_latest.json'].every((name) => view.sources.includes(name))
    ? 'yes'
    : 'unknown';
}

/** In eras where one passing failure stops the round; a published row shows that none did. */
function skippedBy(
  candidates: readonly Candidate[],
  view: PublishedRound | null,
  { policy }: Era,
): string | null {
  if (policy.precheckError !== 'skip-round' || (view !== null && view.rows.length > 0)) return null;
  const cause = candidates.find((one) => one.deferred);
  return cause === undefined
    ? null
    : `The prechecks of UID ${cause.uid} fail in passing, for which the validator skips the round. ${cause.reason}`;
}

function storedBelowFloor(view: PublishedRound | null, uid: Uid, { policy }: Era): boolean {
  const record = view?.composites.find((one) => one.uid === uid);
  if (record === undefined || policy.qualityFloor === null) return false;
  const quality = crownQuality(record.axes, record.brokenAxes, policy);
  return (
    quality.axes < policy.minQualityAxes ||
    !clearsFloor(quality.value, policy.qualityFloor, policy.qualityTolerance)
  );
}
