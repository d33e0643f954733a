import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AuditPlan, PlanOutline } from '../../src/domain/auditPlan.js';
import type { JournalView } from '../../src/domain/journal.js';
import { keepOutline, readOutline } from '../../src/replay/plan/planOutline.js';
import type { Line } from '../../src/tui/present/line.js';
import { liveBody } from '../../src/tui/present/liveBody.js';
import { plannedLeft } from '../../src/tui/present/plannedLeft.js';
import { start } from './sample.js';

const textOf = (line: Line): string => line.map((part) => part.text).join('');
const range = (likely: number) => ({ low: likely / 2, likely, high: likely * 2 });
const outline: PlanOutline = {
  rounds: [
    { roundId: 9001, sequences: 100, seconds: range(60) },
    { roundId: 9002, sequences: 100, seconds: range(600) },
    { roundId: 9003, sequences: 0, seconds: range(0) },
  ],
};
const pass = { uid: 7, role: 'king', capture: 'ab', form: 'contrib', prompts: 100 } as const;
const scores = (count: number) =>
  ({
    type: 'scores',
    roundId: 9002,
    uid: 7,
    capture: 'ab',
    form: 'contrib',
    mode: 'sparse',
    from: 0,
    kl: Array.from({ length: count }, () => 1),
  }) as unknown as JournalView['scores'][number];
const view = (over: Partial<JournalView>): JournalView => ({
  id: '7c1f09',
  path: '/r/x',
  sealed: false,
  start: start(),
  results: [],
  scores: [],
  plans: [],
  stages: [],
  teacher: [],
  bytes: 0,
  outline,
  ...over,
});

test('before anything is measured the plan tells what is left, by rounds and by prompts', () => {
  assert.deepEqual(plannedLeft(view({})), range(660));
  const plans = [{ type: 'plan', roundId: 9002, prompts: 100, passes: [pass] }] as const;
  assert.deepEqual(plannedLeft(view({ plans, scores: [scores(75)] })), range(60 + 150));
  const results = [{ roundId: 9001 }] as unknown as JournalView['results'];
  assert.deepEqual(plannedLeft(view({ plans, results, scores: [scores(75)] })), range(150));
  assert.equal(plannedLeft(view({ plans, results, scores: [scores(100)] })), null, 'all is done');
});

test('the live screen says that the time is planned, and nothing where no plan is known', () => {
  const look = { width: 100, height: 30, charset: 'ascii' } as Parameters<typeof liveBody>[2];
  const text = (over: Partial<JournalView>) => liveBody(view(over), [], look).map(textOf).join('\n');
  assert.match(text({}), /Whole run: 00:05:30 to 00:22:00 left \(planned from a short measured run/s);
  const { outline: _, ...bare } = view({});
  assert.match(liveBody(bare, [], look).map(textOf).join('\n'), /Time left: not said before/);
});

test('a kept outline is read again; what is none is no plan', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recrown-outline-'));
  try {
    const work = join(folder, 'x.work');
    assert.equal(readOutline(work), undefined);
    keepOutline(work, { rounds: outline.rounds } as unknown as AuditPlan);
    assert.deepEqual(readOutline(work), outline);
    for (const text of [
      '',
      '[]',
      'null',
      '{"rounds":[null]}',
      '{"rounds":[{"roundId":1,"sequences":-1}]}',
      '{"rounds":[{"roundId":1,"sequences":1,"seconds":{"low":1,"likely":1e999,"high":1}}]}',
    ]) {
      writeFileSync(join(work, 'plan.json'), text);
      assert.equal(readOutline(work), undefined, text);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
