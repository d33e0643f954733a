import type { ChainState } from '../domain/chainState.js';
import { flatMap } from '../domain/flatMap.js';
import type { Uid } from '../domain/identity.js';
import { paidUid } from '../domain/paidUid.js';
import type { PublishedRound } from '../domain/published.js';
import type { Contender, ContenderDecision, RoundBlocks, RoundId, RoundSpec } from '../domain/round.js';
import type { SyntheticProfile } from '../domain/snapshot.js';
import type { Era } from '../eras/defineEra.js';
import { roundBlocks } from '../eras/roundBlocks.js';
import { type Candidate, candidatesBy } from './contenders.js';
import { filePrechecks } from './filePrechecks.js';
import { consensusAt } from './incumbent.js';
import { listPlans } from './listPlans.js';
import type { ModelSource } from './modelSource.js';
import { combined } from './planMembership.js';
import { buildScenario, isKingUntold, type Scenario, scenarioMemberships } from './scenario.js';

export interface ReconstructInput extends ModelSource {
  readonly roundId: RoundId;
  readonly era: Era;
  /** Eras that may also have been in force at the seed block. */
  readonly others?: readonly Era[];
  /** State at the cutoff block: whose commitments count. */
  readonly cutoff: ChainState;
  /** State at the seed block: rows, permits, stake and who holds a UID. */
  readonly seed: ChainState;
  /** The view that `challengers` follows; null when no validator's files were recorded. */
  readonly published: PublishedRound | null;
  /** Every validator's view. */
  readonly views?: readonly PublishedRound[];
  readonly profile: SyntheticProfile | null;
}

/**
 * Rebuilds one round from chain, hub and era: king, challengers, the other plans that validators may have had, and for
 * every UID with a commitment the reason for being in or out (rule: possible plans, docs/methodology.md).
 */
export function reconstructRound(input: ReconstructInput): RoundSpec {
  const { era, seed } = input;
  const blocks = roundBlocks(input.roundId, era.coordination);
  const consensus = consensusAt(seed);
  const scenarios = scenariosOf(input, blocks, consensus.asRule);
  const [scenario] = scenarios;
  const parts = scenarios.map(scenarioMemberships);
  const contenders = new Map<Uid, Contender | null>();
  for (const { uid, contender } of scenario.candidates) contenders.set(uid, contender);
  const challengers: Contender[] = [];
  for (const uid of scenario.scheduled) {
    const contender = contenders.get(uid) ?? null;
    if (contender !== null) challengers.push(contender);
  }
  return {
    roundId: blocks.roundId,
    seedBlock: blocks.seedBlock,
    cutoffBlock: blocks.cutoffBlock,
    activationBlock: blocks.activationBlock,
    nextSeedBlock: blocks.nextSeedBlock,
    eraId: era.id,
    seedHash: seed.hash,
    king: scenario.king,
    challengers,
    contenders: scenario.candidates.map((one) => {
      const { role, reason } = decisionOf(one, scenario);
      return {
        uid: one.uid,
        hotkey: one.hotkey,
        contender: one.contender,
        in: role !== null,
        role,
        reason,
        plans: combined(parts.map((memberships) => memberships.get(one.uid) ?? 'none')),
        prechecks: one.findings,
      };
    }),
    incumbentSource: scenario.incumbent.source,
    consensus,
    plans: listPlans(scenarios),
  };
}

/** The judging era with the chosen view comes first; an era with another grid of rounds has no such round. */
function scenariosOf(
  input: ReconstructInput,
  blocks: RoundBlocks,
  consensusUid: Uid | null,
): readonly [Scenario, ...Scenario[]] {
  const { era, others = [], published, views = [], cutoff, seed, profile } = input;
  const rest = views
    .filter((view) => view.validatorUid !== published?.validatorUid)
    .sort((a, b) => a.validatorUid - b.validatorUid);
  const [chosen, ...more] = published === null ? (rest.length > 0 ? rest : [null]) : [published, ...rest];
  const under = (one: Era): readonly [Scenario, ...Scenario[]] => {
    const files = filePrechecks(one, input, profile);
    const build = (view: PublishedRound | null): Scenario[] => {
      const candidates = candidatesBy({ era: one, cutoff, seed, published: view, files });
      const supposing = (supposedKing: Uid | null) =>
        buildScenario({ era: one, blocks, consensusUid, view, supposedKing }, candidates);
      if (!isKingUntold({ era: one, view })) return [supposing(null)];
      const others = payeesAt(seed)
        .map(supposing)
        .filter((other) => other.incumbent.source === 'h2h_latest');
      return [supposing(null), ...others];
    };
    const [first, ...rest] = [...build(chosen ?? null), ...flatMap(more, build)];
    return [first as Scenario, ...rest];
  };
  const alike = others.filter((one) => sameGrid(one, era));
  return [...under(era), ...flatMap(alike, under)];
}

/** UIDs that rows at the seed block pay most: a validator pays its own last king, unless a call of it failed. Ascending. */
const payeesAt = ({ weights }: ChainState): Uid[] =>
  [...new Set(flatMap(weights, ({ row }) => paidUid(row) ?? []))].sort((a, b) => a - b);

const sameGrid = (a: Era, b: Era): boolean =>
  a.coordination.protocol === b.coordination.protocol &&
  a.coordination.roundBlocks === b.coordination.roundBlocks &&
  a.coordination.commitFinality === b.coordination.commitFinality;

/** Part in the plan, null without any, and the sentence. */
type Bare = Pick<ContenderDecision, 'role' | 'reason'>;

/** Why one UID is in the plan that the round is replayed with, or out of it. */
function decisionOf(one: Candidate, scenario: Scenario): Bare {
  const { incumbent, scheduled, limited, era } = scenario;
  const out = (reason: string): Bare => ({ role: null, reason });
  if (one.uid === incumbent.uid && one.contender !== null)
    return { role: 'king', reason: `${incumbent.why} ${one.reason}` };
  if (one.validity !== 'valid')
    return out(one.hasRow ? `${one.reason} The validator published a row for it nevertheless.` : one.reason);
  const why = scenario.pending.get(one.uid);
  const place = scheduled.indexOf(one.uid);
  if (place >= 0)
    return {
      role: 'challenger',
      reason: `Number ${place + 1} of ${scheduled.length} ${HOW[scenario.kind]}. ${why?.why ?? ''} ${one.reason}`,
    };
  if (scenario.skipped !== null) return out(scenario.skipped);
  if (scenario.kind === 'first-eligible')
    return out('Its one round is another: the first from its first eligible one on that had room.');
  if (why?.pending === 'no') return out(why.why);
  const limit = limited.get(one.uid);
  if (limit !== undefined && scenario.kind === 'schedule') return out(`Over the submission quota: ${limit}.`);
  const cap = era.policy.challengersPerRound;
  return out(
    scenario.kind === 'maintenance'
      ? `Outside the ${cap} of this round's rotation: it stays pending.`
      : `Later than the first ${cap} that wait: it stays pending.`,
  );
}

const HOW: Readonly<Record<Scenario['kind'], string>> = {
  schedule: 'in order of commitment',
  maintenance: 'in the maintenance rotation, because nothing else waits within the quotas',
  reset: 'among the oldest, because the validator holds no record',
  'first-eligible': 'of the commitments that this round was the first to have room for',
};
