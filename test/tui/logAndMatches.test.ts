// The log by stage and level with its times, matches and marks in the list of rounds, and exports by name.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { JournalView } from '../../src/domain/journal.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { followReplay, readReplayView } from '../../src/replay/readReplayView.js';
import { answer } from '../../src/tui/aloud/answer.js';
import { logEntries, logWords } from '../../src/tui/present/logLines.js';
import { timeText, zoneName } from '../../src/tui/present/timeText.js';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { initialState } from '../../src/tui/state/app.js';
import { press } from '../../src/tui/state/press.js';
import { shownRounds } from '../../src/tui/state/rounds.js';
import { currentRow } from '../../src/tui/state/world.js';
import { plan, round, scores, start } from './sample.js';
import { pressAll, worldOf } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-log-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const first = initialState('dark');
const world = worldOf({ size: { columns: 120, rows: 40 } });
const shown = (...args: Parameters<typeof frameLines>): string =>
  frameLines(...args)
    .map((line) => line.map((part) => part.text).join(''))
    .join('\n');

test('times are shown in the zone that was chosen', () => {
  const at = Date.UTC(2026, 5, 11, 23, 2, 31);
  assert.equal(timeText(at, 'UTC'), '06-11 23:02:31');
  assert.equal(timeText(at, 'Europe/Berlin'), '06-12 01:02:31');
  assert.equal(timeText(at, 'Asia/Kolkata'), '06-12 04:32:31');
  assert.equal(zoneName('Europe/Berlin'), 'Europe/Berlin');
  assert.notEqual(zoneName('local'), 'local');
  assert.match(
    shown(first, { ...world, timeZone: 'Europe/Berlin' }).split('\n')[0] ?? '',
    /Europe\/Berlin +\? help/,
  );
});

test('a running journal has the time of each line beside it; its own bytes and a sealed one have none', () => {
  const journal = createJournal(folder, start({ id: 'ab12cd' }), false);
  const from = Date.now();
  journal.append(plan(9001));
  journal.append(scores(9001, 181, 16));
  const view = readReplayView(journal.path);
  const entries = logEntries(view, { roundId: null, stage: null, level: 'debug' });
  assert.deepEqual(
    entries.map(({ stage, level }) => [stage, level]),
    [
      ['models', 'info'],
      ['evaluate', 'debug'],
    ],
  );
  for (const { at } of entries)
    assert.ok(at !== null && Math.abs(Date.parse(at) - from) < 60_000, String(at));
  assert.ok(!/"(at|time)"/.test(readFileSync(journal.path, 'utf8')));
  writeFileSync(join(journal.workDir, 'times'), 'x\n1 99999999999999999999\n-1 5\n');
  assert.equal(readReplayView(journal.path).times?.size, 0, 'what is no time is none');
  journal.append({ type: 'round', result: round(9001, 'confirmed') });
  const sealed = readReplayView(journal.seal().path);
  assert.equal(sealed.times, undefined);
  assert.ok(
    logEntries(sealed, { roundId: null, stage: null, level: 'debug' }).every(({ at }) => at === null),
  );
});

test('a followed journal is read further from where it was, and whole where it was begun anew', () => {
  const journal = createJournal(join(folder, 'follow'), start({ id: 'cd12ab' }), false);
  journal.append(plan(9001));
  const seen: JournalView[] = [];
  const control = new AbortController();
  const looks: (() => void)[] = [];
  const real = globalThis.setInterval;
  globalThis.setInterval = ((look: () => void) => {
    looks.push(look);
    return real(() => {}, 1_000_000);
  }) as typeof setInterval;
  followReplay(journal.path, 250, (view) => seen.push(view), control.signal);
  globalThis.setInterval = real;
  const look = (): JournalView | undefined => {
    const before = seen.length;
    for (const one of looks) one();
    return seen.length === before ? undefined : seen.at(-1);
  };
  journal.append(scores(9001, 181, 16));
  assert.equal(look()?.scores.length, 1);
  assert.equal(look(), undefined, 'nothing new');
  appendFileSync(journal.path, '{"n":3,"cut');
  const cut = look();
  assert.deepEqual(cut, { ...readReplayView(journal.path) });
  journal.close();
  rmSync(journal.path);
  const anew = createJournal(join(folder, 'follow'), start({ id: 'cd12ab' }), true);
  for (let at = 0; at < 4; at += 1) anew.append(scores(9002, 181, 16, at * 16));
  assert.deepEqual(look(), readReplayView(anew.path), 'a longer journal with other lines');
  anew.append({ type: 'round', result: round(9001, 'confirmed') });
  assert.equal(look()?.results.length, 1);
  control.abort();
  anew.close();
});

test('the log of a round is narrowed by stage and level, in its tab alone', () => {
  const tab = pressAll(first, ['j', 'j', 'j', 'enter', '6'], world);
  const all = shown(tab, world);
  assert.match(all, /all stages: \d+ +no times: a sealed replay/);
  assert.match(all, /debug evaluate/);
  const info = pressAll(tab, ['v'], world);
  assert.ok(!/debug/.test(shown(info, world).split('\n').slice(3).join('\n')));
  assert.match(shown(pressAll(info, ['v'], world), world), /all stages, warn alone: \d+[\s\S]*warn +d/);
  assert.equal(pressAll(info, ['v', 'v'], world).live.level, 'debug');
  assert.equal(logWords(pressAll(tab, ['f'], world).live), 'chain');
  assert.equal(pressAll(tab, ['f'], world).live.log, false, 'the live screen is as it was');
  assert.match(press(pressAll(tab, ['1'], world), 'v', world).state.message ?? '', /only the tab Log/);
});

test('n and N go from wrong crown to wrong crown, or from match to match of a filter', () => {
  const at = (state: typeof first): number | undefined => currentRow(state, world)?.roundId;
  const wrong = pressAll(first, ['n'], world);
  assert.equal(at(wrong), 9002);
  assert.match(press(wrong, 'n', world).state.message ?? '', /no wrong crown comes after/);
  assert.equal(at(pressAll(first, ['G', 'N'], world)), 9002);
  const inRound = pressAll(
    first,
    ['enter', '2', 'n'],
    worldOf({ data: { ...world.data, rows: world.data.rows.filter((row) => row.result !== null) } }),
  );
  assert.deepEqual([at(inRound), inRound.round.tab], [9002, 'prompts'], 'in the same tab');
  const filtered = pressAll(first, ['/', ...'u240', 'enter'], world);
  const matches = shownRounds(world.data.rows, filtered.rounds).map((row) => row.roundId);
  assert.ok(matches.length > 1);
  assert.equal(at(pressAll(filtered, ['n'], world)), matches[1]);
  assert.equal(at(pressAll(filtered, ['n', 'N'], world)), matches[0]);
});

test('is:marked takes the marked rounds, and follows the marks', () => {
  const marked = pressAll(first, ['space', 'j', 'space', '/', ...'is:marked', 'enter'], world);
  const ids = (state: typeof first): number[] =>
    shownRounds(world.data.rows, state.rounds).map((row) => row.roundId);
  assert.deepEqual(ids(marked), [9006, 9004]);
  assert.deepEqual(ids(pressAll(marked, ['g', 'space'], world)), [9004], 'unmarked: gone at once');
  const others = pressAll(
    marked,
    ['/', ...Array.from({ length: 9 }, () => 'backspace'), ...'!is:marked', 'enter'],
    world,
  );
  assert.deepEqual(ids(others), [9005, 9003, 9002, 9001]);
});

test('every format is exported by its name, drawn and spoken', () => {
  for (const format of ['html', 'md', 'csv', 'json', 'svg', 'junit']) {
    const [effect] = answer(first, `export as ${format}`, world).effects;
    assert.deepEqual(effect, { type: 'export', rounds: [world.data.rows.at(-1)?.key], format });
    const [drawn] = pressAllEffects(`:export as ${format}`);
    assert.deepEqual(drawn, effect);
  }
  assert.match(answer(first, 'export', world).said?.join() ?? '', /export as html, export as md/);
});

const pressAllEffects = (typed: string): readonly unknown[] =>
  press(
    pressAll(
      first,
      [...typed].map((key) => (key === ' ' ? 'space' : key)),
      world,
    ),
    'enter',
    world,
  ).effects;

test('the window on the doctor screen is the one of now', () => {
  const asked = world.data.asked.doctor;
  assert.ok(asked?.state === 'doctor');
  const check = { name: 'terminal', ok: true, detail: '80 x 24 (xterm); colours' };
  const data = {
    ...world.data,
    asked: { doctor: { ...asked, document: { ...asked.document, checks: [check] } } },
  };
  assert.match(
    shown(pressAll(first, ['D'], world), { ...world, data }),
    /terminal: 120 x 40 \(xterm\); colours/,
  );
});
