import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { AuditError } from '../../src/errors/base.js';
import { compareRange } from '../../src/replay/compare/compareRange.js';
import { readSide } from '../../src/replay/compare/side.js';
import { openCheckedIndex } from '../../src/replay/openCheckedIndex.js';
import { openCurrentIndex } from '../../src/replay/readStoredRound.js';
import { contender, crownInput } from '../decide/crownCases.js';
import { newReplays, sealReplay } from './recordedRounds.js';

const KING = 10;
const ROUNDS = [11643, 11644, 11645] as const;
/** The challenger wins its duel clearly; its quality decides under which floor it is crowned. */
const won = (quality: number) => crownInput(contender(KING, 1, 0.1), [contender(20, 0.9, quality)]);
const lost = crownInput(contender(KING, 1, 0.4), [contender(20, 1.1, 0.4)]);

let replays: string;
before(() => {
  replays = newReplays();
  sealReplay(replays, 'aaaaaa', [
    { roundId: ROUNDS[0], input: won(0.15) },
    { roundId: ROUNDS[1], input: won(0.5) },
    { roundId: ROUNDS[2], input: lost },
  ]);
  sealReplay(replays, 'bbbbbb', [
    { roundId: ROUNDS[0], input: won(0.15) },
    { roundId: ROUNDS[1], input: lost },
  ]);
});
before(() => {
  // Equal bits of engines that do not repeat their own, and of engines that were not asked.
  for (const [id, engine, repeats] of [
    ['cccccc', 'unsteady', false],
    ['dddddd', 'unsteady', false],
    ['eeeeee', null, true],
  ] as const)
    sealReplay(replays, id, [{ roundId: ROUNDS[0], input: won(0.15) }], engine, repeats);
});
after(() => rmSync(replays, { recursive: true }));

async function compared(a: string, b: string, replay: string | null = null) {
  const place = { cwd: replays, replays };
  const index = await openCurrentIndex(replays);
  assert.ok(index !== null);
  try {
    return await compareRange(index.connection, {
      a: readSide(a, place),
      b: readSide(b, place),
      rounds: ROUNDS,
      replay,
    });
  } finally {
    index.close();
  }
}

test('a stricter floor takes the crown of the one whose quality lies between the floors', async () => {
  const rounds = await compared('P11', 'P11:floor-0.20', 'aaaaaa');
  assert.deepEqual(
    rounds.map((round) => [round.changed, round.gate]),
    [
      [true, 'quality_floor'],
      [false, null],
      [false, null],
    ],
  );
  // The challenger is 0.1 nats better on every prompt: the interval lies around that.
  const [interval] = rounds[0]?.intervals ?? [];
  assert.equal(interval?.uid, 20);
  assert.ok(interval.low <= 0.1 && 0.1 <= interval.high && interval.low > 0.09);
  assert.equal(rounds[0]?.a?.winnerUid, 20);
  assert.notEqual(rounds[0]?.b?.winnerUid, 20);
});

test('a settings file stands for rules of its own', async () => {
  const path = join(replays, 'proposed.json');
  writeFileSync(path, JSON.stringify({ era: 'P11', policy: { qualityFloor: 0.3 } }));
  const rounds = await compared('P11', path, 'aaaaaa');
  assert.deepEqual(
    rounds.map((round) => round.changed),
    [true, false, false],
  );
});

test('two replays: who is crowned, by which gate, and how far the scores lie apart', async () => {
  const rounds = await compared('aaaaaa', 'bbbbbb');
  assert.deepEqual(
    rounds.map((round) => round.changed),
    [false, true, null],
  );
  assert.equal(rounds[0]?.agreement?.identical, true);
  assert.equal(rounds[1]?.agreement?.identical, false);
  assert.equal(rounds[1]?.agreement?.sameDecision, false);
  const interval = rounds[1]?.intervals.find((one) => one.uid === 20);
  // 1.1 against 0.9 nats on every prompt.
  assert.ok(interval !== undefined && Math.abs(interval.mean - 0.2) < 1e-9);
  assert.match(rounds[2]?.why ?? '', /second replay does not hold this round/);
});

test('rules that need another KL mode than was scored are not told, and never unchanged', async () => {
  const rounds = await compared('P11', 'P6', 'aaaaaa');
  for (const round of rounds) {
    assert.equal(round.changed, null);
    assert.match(round.why ?? '', /conditional/);
  }
});

test('an era whose rules are not held is refused as such, not as unknown', () => {
  for (const side of ['P0', 'P3:default', 'END'])
    assert.throws(
      () => readSide(side, { cwd: '/', replays: '/nowhere' }),
      /no rules of (P0|P3|END) are held/,
      side,
    );
});

test('sides that are none, or of two kinds, are refused with what to give', async () => {
  const place = { cwd: replays, replays };
  for (const side of ['P99', 'P11:floor-9', 'no-such-file', 'P11:default:more'])
    assert.throws(
      () => readSide(side, place),
      (error: AuditError) => /docs\/eras.md/.test(error.remedy ?? ''),
      side,
    );
  const odd = join(replays, 'odd.json');
  for (const content of [
    '{',
    '[]',
    '{"era": 1}',
    '{"era": "P11", "policy": {"qualityFlor": 1}}',
    '{"era": "P11", "policy": {"alpha": -1}}',
  ]) {
    writeFileSync(odd, content);
    assert.throws(
      () => readSide(odd, place),
      (error: Error) => error.name === 'UsageError',
      content,
    );
  }
  await assert.rejects(compared('P11', 'aaaaaa'), /cannot be compared/);
});

test('equal scores are called identical of one engine only, and only when it repeats its own bits', async () => {
  for (const [a, b, identical] of [
    ['aaaaaa', 'bbbbbb', true],
    ['cccccc', 'dddddd', null],
    ['aaaaaa', 'cccccc', null],
    ['eeeeee', 'aaaaaa', null],
  ] as const)
    assert.equal((await compared(a, b))[0]?.agreement?.identical, identical, `${a} ${b}`);
});

test('a replay that was damaged after it was indexed is refused, and one that was made anew is taken in again', async () => {
  const folder = newReplays();
  const recorded = { roundId: ROUNDS[0], input: won(0.5) };
  const winnersOf = async (asked: readonly string[] | null) => {
    const index = await openCheckedIndex(folder, asked);
    assert.ok(index !== null);
    const place = { cwd: folder, replays: folder };
    const [a, b] = [readSide('cccccc', place), readSide('dddddd', place)];
    const rounds = await compareRange(index.connection, { a, b, rounds: [ROUNDS[0]], replay: null });
    index.close();
    return [rounds[0]?.a?.winnerUid, rounds[0]?.b?.winnerUid];
  };
  try {
    sealReplay(folder, 'cccccc', [recorded]);
    sealReplay(folder, 'dddddd', [recorded]);
    assert.deepEqual(await winnersOf(['cccccc', 'dddddd']), [20, 20]);
    const name = readdirSync(join(folder, 'sn24')).find((one) => one.includes('dddddd')) ?? '';
    const path = join(folder, 'sn24', name);
    const bytes = readFileSync(path);
    appendFileSync(path, 'x');
    const refused = { code: 'DAMAGED', exitCode: 13 };
    await assert.rejects(openCheckedIndex(folder, ['cccccc', 'dddddd']), refused);
    await assert.rejects(openCheckedIndex(folder, null), refused, 'rules are tried on what the index holds');
    assert.deepEqual(await winnersOf(['cccccc']), [20, 20], 'another replay is not asked');
    writeFileSync(path, bytes.toString('utf8').replace('"uid":20', '"uid":21'));
    await assert.rejects(openCheckedIndex(folder, ['dddddd']), refused);
    rmSync(path);
    sealReplay(folder, 'dddddd', [{ ...recorded, input: lost }]);
    assert.deepEqual(await winnersOf(['cccccc', 'dddddd']), [20, 10]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
