import { flatMap } from '../domain/flatMap.js';
import type { ChallengerPlan } from '../domain/round.js';
import type { Scenario } from './scenario.js';
import { scheduleChallengers, scheduleMaintenance, scheduleResetAnchor } from './schedule.js';

/** Plans that are listed at most; the parts that contenders have in plans do not depend on it. */
const MOST_PLANS = 64;

/**
 * The plans of the scenarios in their order, each once with every validator that has it. A scenario without files also
 * gives what else its state could have been: nothing recorded, or nothing waiting within the quotas.
 */
export function listPlans(scenarios: readonly Scenario[]): ChallengerPlan[] {
  const all = flatMap(scenarios, plansOf);
  if (all.length === 1) return all;
  const plans = new Map<string, ChallengerPlan>();
  for (const plan of all) {
    const key = JSON.stringify([plan.kind, plan.incumbentUid, plan.challengers]);
    const before = plans.get(key);
    if (before === undefined) plans.set(key, plan);
    else plans.set(key, { ...before, of: [...new Set([...before.of, ...plan.of])].sort((a, b) => a - b) });
  }
  return [...plans.values()].slice(0, MOST_PLANS);
}

function plansOf(scenario: Scenario): ChallengerPlan[] {
  const { era, view, supposedKing, incumbent, kind, scheduled, skipped } = scenario;
  const supposed = supposedKing === null ? '' : `Were UID ${supposedKing} the king of its own record: `;
  const plan = ({ kind, challengers, why }: Bare): ChallengerPlan => ({
    kind,
    challengers,
    why: `${why} (era ${era.id})`,
    of: view === null ? [] : [view.validatorUid],
    incumbentUid: incumbent.uid,
  });
  const own = plan({ kind, challengers: scheduled, why: `${supposed}${skipped ?? whyOf(scenario)}` });
  const others = view === null && supposedKing === null ? unrecordedPlans(scenario).map(plan) : [];
  return [own, ...others];
}

function whyOf({ view, kind }: Scenario): string {
  if (kind === 'first-eligible')
    return 'Each commitment is planned for one round by its block alone, scored or not.';
  if (view === null) return 'No published files: every valid commitment is taken as pending.';
  const files = `By the published files of validator ${view.validatorUid}`;
  if (kind === 'reset') return `${files} nothing is recorded yet: the oldest come first, without quotas.`;
  return kind === 'maintenance'
    ? `${files} nothing within the quotas waits: those over them are rotated in.`
    : `${files}: what they show as evaluated is not evaluated again.`;
}

type Bare = Pick<ChallengerPlan, 'kind' | 'challengers' | 'why'>;

function unrecordedPlans({ era, blocks, submissions, kind }: Scenario): Bare[] {
  const cap = era.policy.challengersPerRound;
  const valid = submissions.filter((one) => one.certain);
  const reset: Bare = {
    kind: 'reset',
    challengers: scheduleResetAnchor(valid, kind === 'first-eligible' ? null : cap),
    why: 'Were nothing recorded yet: the oldest come first, without quotas.',
  };
  if (kind === 'first-eligible' || !era.policy.maintenance) return [reset];
  const { limited } = scheduleChallengers(valid, () => true, era.policy);
  const over = valid.filter((one) => limited.has(one.uid));
  if (over.length === 0) return [reset];
  const maintenance: Bare = {
    kind: 'maintenance',
    challengers: scheduleMaintenance(over, blocks.roundId, cap),
    why: 'Were nothing within the quotas waiting: those over them are rotated in.',
  };
  return [reset, maintenance];
}
