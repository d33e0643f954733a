import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkTables } from './driver/checkTables.js';
import { grounds } from './driver/grounds.js';
import { judgePlanted } from './driver/judgePlanted.js';
import type { MutantRun } from './driver/renderMutants.js';
import { renderReport } from './driver/renderReport.js';
import { count, emptyTally } from './driver/tally.js';
import { upperBound } from './driver/upperBound.js';
import { makeRound } from './simulate/makeRound.js';
import { PLANTS } from './simulate/plants/plants.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const SEED = 1;
const ROUNDS = 10_000;

test('ten thousand planted rounds: no crown that the rule gives is called wrong', (t) => {
  const all = grounds();
  assert.deepEqual(checkTables(all), []);
  const tally = emptyTally();
  for (let index = 0; index < ROUNDS; index++) {
    const planted = makeRound({ seed: SEED, index, grounds: all });
    count(tally, planted, judgePlanted(planted));
  }
  const mutants: MutantRun = JSON.parse(readFileSync(join(root, 'test/planted/mutants.json'), 'utf8'));
  const report = renderReport(tally, SEED, mutants);
  t.diagnostic(`false wrong crowns ${tally.falseWrong} of ${tally.right}`);
  t.diagnostic(
    `false confirmed ${tally.falseConfirmed}, false consistent ${tally.falseConsistent} of ${tally.wrong}`,
  );
  t.diagnostic(`wrong crowns found ${tally.detected} of ${tally.wrong}`);
  assert.deepEqual(tally.reds.slice(0, 20), []);
  assert.equal(tally.falseWrong, 0);
  assert.equal(tally.falseConfirmed + tally.falseConsistent, 0);
  assert.ok(tally.honest >= ROUNDS / 2 && tally.rounds === ROUNDS);
  assert.ok(tally.wrong > 500 && tally.detected > 100);
  for (const { code } of PLANTS) {
    const counted = tally.codes.get(code);
    assert.ok((counted?.planted ?? 0) > 5, `${code} is planted`);
    assert.equal(counted?.found, counted?.planted, `${code} is found wherever it is planted`);
  }
  const page = join(root, 'docs/planted-rounds.md');
  if (process.env.RECROWN_WRITE_DOCS === '1') writeFileSync(page, report);
  assert.equal(
    readFileSync(page, 'utf8'),
    report,
    'the page is that of a run: RECROWN_WRITE_DOCS=1 writes it',
  );
});

test('one seed gives the same round again, another one another', () => {
  const all = grounds();
  const of = (seed: number) => JSON.stringify(makeRound({ seed, index: 42, grounds: all }));
  assert.equal(of(5), of(5));
  assert.notEqual(of(5), of(6));
});

test('a wrong verdict, a missed breach and a wrong decision each turn a round red', async () => {
  const { redOf } = await import('./driver/checkRound.js');
  const all = grounds();
  const planted = makeRound({
    seed: SEED,
    index: 0,
    grounds: all,
    only: { cast: 'plain win', chain: 'commits', missing: 'nothing' },
  });
  const judged = judgePlanted(planted);
  assert.deepEqual(redOf(planted, judged), []);
  const called = { ...judged, result: { ...judged.result, verdict: 'wrong-crown' as const } };
  assert.match(redOf(planted, called).join(), /wrong-crown although/);
  assert.match(redOf({ ...planted, planted: ['A1'] }, judged).join(), /A1 is planted and not found/);
  const legalCrowns = new Set([151]);
  assert.match(redOf({ ...planted, legalCrowns }, judged).join(), /consistent although/);
  const given = planted.given.map((one) => ({ ...one, challengers: one.challengers.slice(1) }));
  assert.match(redOf({ ...planted, given }, judged).join(), /winner is/);
});

test('exact upper bounds of a rate', () => {
  assert.ok(Math.abs(upperBound(0, 10_000) - (1 - 0.05 ** (1 / 10_000))) < 1e-15);
  // Binomial: at the bound, one hit or none in 20 tries has a chance of 5 %.
  const p = upperBound(1, 20);
  assert.ok(Math.abs((1 - p) ** 20 + 20 * p * (1 - p) ** 19 - 0.05) < 1e-9);
  assert.equal(upperBound(3, 3), 1);
});
