import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Coordination } from '../../src/eras/defineEra.js';
import { PROTOCOL_1, PROTOCOL_2 } from '../../src/eras/roundBlocks.js';
import { type Membership, type PlanRules, planMembership } from '../../src/reconstruct/planMembership.js';
import type { PossibleSubmission } from '../../src/reconstruct/quotaMembership.js';
import {
  assignFirstEligible,
  type Submission,
  scheduleChallengers,
  scheduleMaintenance,
  scheduleResetAnchor,
} from '../../src/reconstruct/schedule.js';

/** One whole world: what is valid and what waits. */
interface Fixed extends Submission {
  readonly waits: boolean;
}

/** Every assignment of the unknown flags. */
function worlds(all: readonly PossibleSubmission[]): Fixed[][] {
  let found: Fixed[][] = [[]];
  for (const one of all) {
    const options = (one.pending === 'unknown' ? [true, false] : [one.pending === 'yes']).map(
      (waits): Fixed[] => [{ ...one, waits }],
    );
    if (!one.certain) options.push([]);
    found = found.flatMap((world) => options.map((option) => [...world, ...option]));
  }
  return found;
}

function playReset(world: readonly Fixed[], { grid, limits }: PlanRules): number[] {
  const waiting = world.filter((one) => one.waits);
  return scheduleResetAnchor(waiting, grid.protocol === 1 ? null : limits.challengersPerRound);
}

function playNormal(world: readonly Fixed[], rules: PlanRules): number[] {
  const { grid, limits, roundId, maintenance } = rules;
  if (grid.protocol === 1) {
    const rounds = assignFirstEligible(world, limits.challengersPerRound, grid);
    return world.map((one) => one.uid).filter((uid) => rounds.get(uid) === roundId);
  }
  const waits = (uid: number) => world.find((one) => one.uid === uid)?.waits ?? false;
  const plan = scheduleChallengers(world, waits, limits).scheduled;
  if (plan.length > 0 || !maintenance) return [...plan];
  return scheduleMaintenance(
    world.filter((one) => one.waits),
    roundId,
    limits.challengersPerRound,
  );
}

function oracle(all: readonly PossibleSubmission[], rules: PlanRules): Map<number, Membership> {
  const plans = worlds(all).flatMap((world) => [
    ...(rules.reset === 'yes' ? [] : [playNormal(world, rules)]),
    ...(rules.reset === 'no' ? [] : [playReset(world, rules)]),
  ]);
  return new Map(
    all.map(({ uid }) => {
      const count = plans.filter((plan) => plan.includes(uid)).length;
      return [uid, count === 0 ? 'none' : count === plans.length ? 'all' : 'some'];
    }),
  );
}

const submissions = (validity: boolean) =>
  fc
    .array(
      fc.record({
        committedAt: fc.integer({ min: 0, max: 30 }),
        owner: fc.constantFrom('a', 'b', ' A'),
        pending: fc.constantFrom('yes', 'no', 'unknown'),
        certain: validity ? fc.boolean() : fc.constant(true),
      }),
      { maxLength: validity ? 6 : 7 },
    )
    .map((list): PossibleSubmission[] =>
      list.map((one, i) => ({
        uid: i * 3,
        hotkey: `hk${i}`,
        repo: `${one.owner}/m${i}`,
        committedAt: one.committedAt,
        certain: one.certain,
        pending: one.pending as PossibleSubmission['pending'],
      })),
    );

const rulesOf = (grid: Coordination) =>
  fc
    .record({
      roundId: fc.integer({ min: 0, max: 5 }),
      cap: fc.integer({ min: 1, max: 3 }),
      quota: fc.constantFrom(null, 1, 2),
      maintenance: fc.boolean(),
      reset: fc.constantFrom('yes', 'no', 'unknown'),
    })
    .map(
      ({ roundId, cap, quota, maintenance, reset }): PlanRules => ({
        roundId,
        grid,
        maintenance,
        reset: reset as PlanRules['reset'],
        limits: {
          challengersPerRound: cap,
          quotaWindow: 10,
          quotaPerOwner: quota,
          quotaPerHotkey: quota === null ? null : 2,
        },
      }),
    );

test('parts in plans are those of every assignment of pending flags', () => {
  fc.assert(
    fc.property(submissions(false), rulesOf(PROTOCOL_2), (all, rules) => {
      assert.deepEqual(
        [...planMembership(all, rules)].sort(([a], [b]) => a - b),
        [...oracle(all, rules)],
      );
    }),
    { numRuns: 1500 },
  );
});

test('where validity is unknown too, all and none are never claimed beyond what every assignment gives', () => {
  let exact = 0;
  let total = 0;
  fc.assert(
    fc.property(submissions(true), rulesOf(PROTOCOL_2), (all, rules) => {
      const truth = oracle(all, rules);
      for (const [uid, part] of planMembership(all, rules)) {
        total += 1;
        exact += part === truth.get(uid) ? 1 : 0;
        if (part !== 'some') assert.equal(part, truth.get(uid));
      }
    }),
    { numRuns: 1500 },
  );
  assert.ok(exact / total > 0.9, `${exact} of ${total} exact`);
});

test('protocol 1: the one round of each commitment, pushed later only by earlier ones', () => {
  const tiny: Coordination = { ...PROTOCOL_1, roundBlocks: 10, commitFinality: 2 };
  fc.assert(
    fc.property(submissions(true), rulesOf(tiny), (all, rules) => {
      const truth = oracle(all, { ...rules, reset: 'no' });
      for (const [uid, part] of planMembership(all, { ...rules, reset: 'no' }))
        if (part !== 'some') assert.equal(part, truth.get(uid));
    }),
    { numRuns: 1500 },
  );
});

test('protocol 1: ten a round, the eleventh takes the next, none comes back', () => {
  const at = (uid: number, committedAt: number): Submission => ({
    uid,
    hotkey: `${uid}`,
    repo: 'a/b',
    committedAt,
  });
  const many = Array.from({ length: 23 }, (_, uid) => at(uid, 340 - (uid % 2)));
  const rounds = assignFirstEligible([...many, at(50, 341)], 10, PROTOCOL_1);
  const inRound = (round: number) => [...rounds].filter(([, one]) => one === round).map(([uid]) => uid);
  assert.deepEqual(
    [1, 2, 3, 4].map((round) => inRound(round).length),
    [10, 10, 4, 0],
  );
  assert.ok(inRound(1).every((uid) => uid % 2 === 1));
  assert.ok(inRound(3).includes(50));
});

test('a repeated hotkey under a quota claims nothing', () => {
  const one = (uid: number): PossibleSubmission => ({
    uid,
    hotkey: 'same',
    repo: `o${uid}/m`,
    committedAt: 1,
    certain: true,
    pending: 'yes',
  });
  const limits = { challengersPerRound: 10, quotaWindow: 10, quotaPerOwner: 2, quotaPerHotkey: 2 };
  const parts = planMembership([one(1), one(2), one(3)], {
    roundId: 1,
    grid: PROTOCOL_2,
    limits,
    maintenance: true,
    reset: 'no',
  });
  assert.deepEqual([...new Set(parts.values())], ['some']);
});

test('256 unknown submissions over their quota are settled at once', () => {
  const all = Array.from(
    { length: 256 },
    (_, uid): PossibleSubmission => ({
      uid,
      hotkey: `hk${uid}`,
      repo: `owner${uid % 3}/m`,
      committedAt: 5,
      certain: true,
      pending: 'unknown',
    }),
  );
  const limits = { challengersPerRound: 10, quotaWindow: 7200, quotaPerOwner: 2, quotaPerHotkey: 2 };
  const rules = { roundId: 11644, grid: PROTOCOL_2, limits, maintenance: true, reset: 'no' } as const;
  assert.deepEqual([...new Set(planMembership(all, rules).values())], ['some']);
});
