// The commands that print what the screens show: the demo's replay, and bad input.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sealedDemo } from '../support/sealedDemo.js';
import { ROOT, recrown } from './process.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-screens-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const { name: NAME, id: ID, text } = sealedDemo(ROOT);
const at = (name: string): string => {
  mkdirSync(join(folder, name, 'sn24'), { recursive: true });
  return join(folder, name, 'sn24');
};
writeFileSync(join(at('whole'), NAME), text);
// Cut in the middle of a line, as a process that is killed leaves it.
writeFileSync(join(at('cut'), `${ID}.journal`), text.slice(0, Math.floor(text.length / 2) + 7));

const json = (...args: string[]) => {
  const { code, stdout, stderr } = recrown(['--json', '--replays', join(folder, 'whole'), ...args]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
};

test('crowns: every round with its verdict, and who held the crown', () => {
  const { rounds, reigns } = json('crowns');
  assert.deepEqual(
    rounds.map((one: { roundId: number; verdict: string; conditional: boolean }) => [
      one.roundId,
      one.verdict,
      one.conditional,
    ]),
    [
      [11643, 'consistent', false],
      [11644, 'consistent', false],
      [11645, 'wrong-crown', false],
      [11646, 'wrong-crown', true],
    ],
  );
  assert.deepEqual(
    reigns.map(
      (one: { uid: number; fromRound: number; toRound: number; wrong: number; conditional: boolean }) => [
        one.uid,
        one.fromRound,
        one.toRound,
        one.wrong,
        one.conditional,
      ],
    ),
    [
      [181, 11643, 11644, 0, false],
      [240, 11645, 11645, 1, true],
      [203, 11646, 11646, 1, true],
    ],
  );
});

test('pairs: the mean of the prompts is that of the stored duel, and each prompt has its text', () => {
  const { king, duels } = json('pairs', '11645');
  const { round } = json('show', '11645');
  assert.equal(king, round.king.uid);
  for (const challenger of round.challengers) {
    const duel = duels.find((one: { uid: number }) => one.uid === challenger.uid);
    assert.equal(duel.prompts.length, challenger.replayed.n);
    assert.ok(Math.abs(duel.summary.mean - challenger.replayed.meanDelta) < 1e-6);
    assert.ok(Math.abs(duel.summary.lcb - challenger.replayed.lcb) < 2e-6);
    assert.ok(duel.prompts.every((one: { sha256: string }) => /^[0-9a-f]{64}$/.test(one.sha256)));
    for (const one of duel.prompts) assert.equal(one.delta, one.king - one.challenger);
  }
});

test('pairs --text: the texts of the scored prompts; without a snapshot the reason and a remedy', () => {
  const { texts, duels } = json('pairs', '11645', '--text');
  const held = new Set(texts.prompts.map((one: { sha256: string }) => one.sha256));
  for (const duel of duels) assert.ok(duel.prompts.every((one: { sha256: string }) => held.has(one.sha256)));
  for (const one of texts.prompts) assert.equal([...one.text].length, one.codePoints);
  assert.equal('texts' in json('pairs', '11645'), false, 'only where it is asked for');
  const none = recrown([
    '--replays',
    join(folder, 'whole'),
    '--snapshots',
    folder,
    'pairs',
    '11645',
    '--text',
  ]);
  assert.equal(none.code, 69);
  assert.equal(none.stdout, '');
  assert.match(
    none.stderr,
    /texts of the prompts of round 11645 are not at hand[\s\S]*give the snapshot "demo"/,
  );
});

test('progress: a sealed replay is whole, one that was cut counts what is on disk', () => {
  const whole = json('progress', ID);
  assert.equal(whole.sealed, true);
  assert.ok(whole.stages.every((one: { state: string }) => one.state === 'done'));
  assert.equal(whole.finished.length, 4);
  const cut = recrown(['--json', '--replays', join(folder, 'cut'), 'progress']);
  assert.equal(cut.code, 0, cut.stderr);
  const document = JSON.parse(cut.stdout);
  assert.equal(document.sealed, false);
  assert.ok(document.bytes < text.length / 2 + 7);
  const of = (from: { stages: { stage: string; done: number }[] }): number =>
    from.stages.find((one) => one.stage === 'evaluate')?.done ?? 0;
  assert.ok(of(document) > 0 && of(document) < of(whole));
});

test('eras: in order, each beginning with its bounds, and boundaries of the operator in force', () => {
  const { eras } = json('eras');
  for (const [index, era] of eras.entries()) {
    const { earliest, block, latest } = era.from;
    assert.ok(earliest <= block && block <= latest, era.id);
    if (index > 0) assert.equal(eras[index - 1].until, block);
  }
  assert.equal(eras.at(-1).judged, false);
  const file = join(folder, 'eras.json');
  writeFileSync(file, JSON.stringify({ P9: 8_350_000 }));
  const own = json('eras', '--eras', file).eras.find((one: { id: string }) => one.id === 'P9');
  assert.deepEqual([own.from.block, own.from.basis], [8_350_000, 'operator']);
});

test('the text forms say the same', () => {
  const { n, mean, lcb } = json('pairs', '11645').duels[0].summary;
  for (const [args, wanted] of [
    [['crowns'], /#11645 {2}X wrong crown.*\n(.*\n)*u181 {2}#11643-#11644 {2}2 rounds, 0 wrong/],
    [['eras'], /P11 +8382960 +8388547 {2}judged +exact \(configured\)/],
    [['progress'], /replay [0-9a-f]{6} {2}sealed {2}4 of 4 rounds\n {2}chain +4\/4 {2}done/],
    [
      ['pairs', '11645'],
      new RegExp(
        `u181 against u240  n ${n}  mean ${mean.toFixed(5)}  lcb ${lcb.toFixed(5)}\\n +0  draw +\\d+  king `,
      ),
    ],
  ] as const) {
    const { code, stdout } = recrown(['--ascii', '--replays', join(folder, 'whole'), ...args]);
    assert.equal(code, 0);
    assert.match(stdout, wanted);
    assert.match(stdout, /^[\x20-\x7e\n]*$/);
  }
});

for (const [name, args, code, wanted] of [
  ['pairs of a range', ['pairs', '11643..11644'], 64, /pairs takes one round/],
  ['pairs of a round that is in no replay', ['pairs', '9'], 69, /round 9 is in no replay/],
  [
    'pairs of a replay without it',
    ['pairs', '11645', '--replay', 'ffffff'],
    69,
    /replay ffffff does not hold it/,
  ],
  ['progress of no id', ['progress', '../x'], 64, /is no id of a replay/],
  ['progress of an unknown id', ['progress', 'ffffff'], 69, /no replay ffffff lies under/],
  ['eras with a file that is none', ['eras', '--eras', '/nowhere'], 64, /boundaries of eras/],
] as const)
  test(`${name}: exit ${code} and one clear error`, () => {
    const run = recrown(['--replays', join(folder, 'whole'), ...args]);
    assert.equal(run.code, code, run.stderr);
    assert.equal(run.stdout, '');
    assert.match(run.stderr.replaceAll('\n', ' '), wanted);
  });

test('a folder without replays is said, and a damaged one leaves the others', () => {
  const empty = recrown(['--replays', join(folder, 'none'), 'crowns']);
  assert.deepEqual(
    [empty.code, empty.stdout],
    [0, 'no replay was found: make one with recrown audit RANGE\n'],
  );
  writeFileSync(join(at('mixed'), NAME), text);
  writeFileSync(join(at('mixed'), 'abcdef.replay.jsonl'), '{"not":"a journal"}\n');
  const mixed = recrown(['--replays', join(folder, 'mixed'), 'crowns']);
  assert.equal(mixed.code, 13);
  assert.match(mixed.stdout, /#11646/);
  assert.match(mixed.stderr, /replay abcdef is left out/);
});

test('one changed byte of the only replay is told as damage: never as a round that nobody audited', () => {
  const at = text.length >> 1;
  const changed = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
  mkdirSync(join(folder, 'changed', 'sn24'), { recursive: true });
  writeFileSync(join(folder, 'changed', 'sn24', NAME), changed);
  for (const args of [
    ['show', '11646'],
    ['show', '11646', '--json'],
    ['pairs', '11646'],
    ['compare', 'P10', 'P11', '11646'],
    ['crowns'],
    ['index'],
  ]) {
    const run = recrown(['--replays', join(folder, 'changed'), ...args]);
    assert.equal(run.code, 13, args.join(' '));
    assert.equal(run.stderr.match(/is damaged/g)?.length, 1, args.join(' '));
  }
});
