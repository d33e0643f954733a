import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPlan } from '../../scripts/make-demo/readPlan.js';
import { UsageError } from '../../src/errors/input.js';

const ROOT = process.env.RECROWN_ROOT as string;
const DEMO = join(ROOT, 'scripts', 'make-demo', 'demo.plan.json');

// biome-ignore lint/suspicious/noExplicitAny: plans are broken on purpose
const demoPlan = (): any => JSON.parse(readFileSync(DEMO, 'utf8'));

/** Breaks the committed plan and returns why it is refused. */
// biome-ignore lint/suspicious/noExplicitAny: plans are broken on purpose
function refusal(breakPlan: (plan: any) => void): string {
  const plan = demoPlan();
  breakPlan(plan);
  try {
    readPlan(JSON.stringify(plan), 'broken.json');
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    assert.equal(error.exitCode, 64);
    return error.why ?? '';
  }
  return assert.fail('the plan was accepted');
}

test('the committed plan and the plan of the tests are accepted', () => {
  const second = join(ROOT, 'test', 'demo', 'second.plan.json');
  assert.equal(readPlan(readFileSync(DEMO, 'utf8'), DEMO).rounds.length, 4);
  assert.equal(readPlan(readFileSync(second, 'utf8'), second).rounds.length, 2);
});

test('a plan that is no JSON, or of another shape, is refused by field', () => {
  assert.throws(() => readPlan('{', 'broken.json'), UsageError);
  assert.match(
    refusal((plan) => delete plan.publisher),
    /publisher/,
  );
  assert.match(
    refusal((plan) => (plan.extra = 1)),
    /extra/,
  );
  assert.match(
    refusal((plan) => (plan.rounds[0].kind = 'coup')),
    /rounds\.0\.kind/,
  );
  assert.match(
    refusal((plan) => (plan.miners[0].repo = '../../etc')),
    /miners\.0\.repo/,
  );
});

test('rounds outside the era are refused', () => {
  assert.match(
    refusal((plan) => (plan.firstRound = 11_642)),
    /11642 to 11645 do not lie in 11643 to 11650/,
  );
  assert.match(
    refusal((plan) => (plan.firstRound = 11_648)),
    /11648 to 11651/,
  );
});

test('UIDs that clash, or do not exist, are refused', () => {
  assert.match(
    refusal((plan) => (plan.miners[1].uid = 167)),
    /UID 167 is given twice/,
  );
  assert.match(
    refusal((plan) => (plan.miners[1].uid = 155)),
    /UID 155 is given twice/,
  );
  assert.match(
    refusal((plan) => (plan.miners[1].uid = 256)),
    /UID 256 does not exist among 256/,
  );
  assert.match(
    refusal((plan) => (plan.publisher = 4)),
    /UID 4 publishes but is not a validator/,
  );
});

test('names that nobody has, and owners that share a quota, are refused', () => {
  assert.match(
    refusal((plan) => (plan.rounds[0].winner = 'nobody')),
    /no miner is called nobody/,
  );
  assert.match(
    refusal((plan) => (plan.miners[2].repo = 'birchworks/other')),
    /two miners publish as birchworks/,
  );
});

test('a duel that would not be clear is refused before any work', () => {
  const demo = demoPlan();
  const at = (name: string): number => demo.miners.findIndex((one: { name: string }) => one.name === name);
  assert.match(
    refusal((plan) => (plan.miners[at('birch')].noise = 0.52)),
    /birch must win clearly/,
  );
  assert.match(
    refusal((plan) => (plan.miners[at('elder')].noise = 0.31)),
    /elder must lose clearly/,
  );
  assert.match(
    refusal((plan) => (plan.miners[at('gorse')].noise = 0.305)),
    /gorse must lose clearly/,
  );
  assert.match(
    refusal((plan) => (plan.miners[at('gorse')].noise = 0.9)),
    /gorse is too weak for other text/,
  );
  assert.match(
    refusal((plan) => (plan.miners[at('iris')].level = 0.3)),
    /iris needs the level of gorse/,
  );
});

test('rounds that contradict themselves are refused', () => {
  assert.match(
    refusal((plan) => (plan.rounds[1].winner = 'elder')),
    /a held round names no winner/,
  );
  assert.match(
    refusal((plan) => delete plan.rounds[0].winner),
    /its winner must be a sound miner/,
  );
  assert.match(
    refusal((plan) => (plan.rounds[0].winner = 'elder')),
    /commitRound is 11643/,
  );
  const noChallenger = refusal((plan) => {
    for (const miner of plan.miners) if (miner.commitRound === 11_644) miner.commitRound = 11_643;
  });
  assert.match(noChallenger, /round 11644: no sound miner commits for it/);
});

test('row behaviours that cannot happen are refused', () => {
  assert.match(
    refusal((plan) => (plan.rounds[0].rows['3'] = 'set-again')),
    /"set-again" of UID 3/,
  );
  assert.match(
    refusal((plan) => (plan.rounds[3].rows['7'] = 'follow')),
    /"follow" of UID 7/,
  );
  assert.match(
    refusal((plan) => (plan.rounds[3].rows['30'] = 'unset')),
    /UID 30 has set a row/,
  );
  assert.match(
    refusal((plan) => (plan.rounds[1].rows['30'] = 'stale')),
    /UID 30 has set no row/,
  );
  assert.match(
    refusal((plan) => (plan.rounds[0].rows['99'] = 'stale')),
    /UID 99 sets a row but is not a validator/,
  );
  const fallback = refusal((plan) => {
    for (const uid of ['3', '7', '9', '21']) plan.rounds[2].rows[uid] = 'fallback';
  });
  assert.match(fallback, /no more than half of the stake shows the crown/);
  const zeroed = refusal((plan) => {
    for (const uid of ['7', '9']) plan.rounds[3].rows[uid] = 'not-set-again';
  });
  assert.match(zeroed, /no more than half of the stake pays the recycled UID/);
});

test('the king of a recycled round cannot hold when a round follows', () => {
  const why = refusal((plan) => {
    plan.rounds = [plan.rounds[3], plan.rounds[1], plan.rounds[0]];
    plan.rounds[0].winner = 'birch';
    plan.rounds[2].winner = 'gorse';
    plan.rounds[0].rows = {};
    plan.rounds[1].rows = {};
    plan.rounds[2].rows = {};
    for (const miner of plan.miners) if (miner.commitRound > 11_645) miner.commitRound = 11_645;
  });
  assert.match(why, /the next round would have no king/);
});
