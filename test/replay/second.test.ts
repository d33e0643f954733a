import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RoundResult } from '../../src/domain/verdict.js';
import { ROOT, recrown } from '../cli/process.js';
import { assertPlanted, plantedIn } from './planted.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-second-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('another subnet, from another seed and plan, is judged right as well', () => {
  const snapshot = join(folder, 'second');
  const plan = join(ROOT, 'test/replay/second.plan.json');
  const made = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts/make-demo.mjs'), '--seed', '8', '--plan', plan, '--out', snapshot],
    { cwd: ROOT, encoding: 'utf8' },
  );
  assert.equal(made.status, 0, made.stderr);
  const planted = plantedIn(snapshot);
  const { roundId: first } = planted.rounds[0] ?? { roundId: 0 };
  const range = `${first}..${first + planted.rounds.length - 1}`;
  const run = recrown([
    '--json',
    '--replays',
    join(folder, 'r'),
    '--snapshot',
    snapshot,
    'audit',
    range,
    '--duel-only',
  ]);
  assert.equal(run.code, 10, run.stderr);
  const { rounds } = JSON.parse(run.stdout) as { rounds: readonly RoundResult[] };
  assertPlanted(rounds, planted);
  // The recycled UID is 0 here: a real UID like any other.
  assert.ok(planted.rounds.some((round) => round.crownedUid === 0 && round.breaches.includes('A1')));
  // Judged alone, the last round's king comes from a crown that was not audited, and the result says so.
  const last = recrown([
    '--json',
    '--replays',
    join(folder, 'r'),
    '--snapshot',
    snapshot,
    'audit',
    '--duel-only',
    `${range.split('..')[1]}`,
  ]);
  const [alone] = (JSON.parse(last.stdout) as { rounds: readonly RoundResult[] }).rounds;
  assert.equal(alone?.conditional, false);
  assert.match(alone?.reasons.at(-1) ?? '', /not audited in this run/);
});
