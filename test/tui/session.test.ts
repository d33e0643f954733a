// What only a real terminal shows: its state after hostile text, resizes, a pager, a replay held and left, sentences.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { JournalRecord } from '../../src/domain/journal.js';
import { sealedDemo } from '../support/sealedDemo.js';
import { TERMINAL } from './hostile.js';
import { contender, FINISHED, INPUTS, plan, round, scores, start, UNFINISHED } from './sample.js';
import { buildEntry, openScreen, remove, writeJournals } from './terminal.js';

let out = '';
before(async () => {
  out = await buildEntry();
});
after(() => remove(out));

const hostileJournal = (): JournalRecord[] => {
  const ids = TERMINAL.map((_, at) => 9100 + at);
  const spec = {
    ...start().spec,
    rounds: ids,
    snapshot: { name: TERMINAL.slice(0, 8).join(''), digest: 'd'.repeat(64), agreed: false },
  };
  return [
    { ...start(), spec },
    ...TERMINAL.flatMap((full, at): JournalRecord[] => {
      const roundId = 9100 + at;
      const text = full.slice(0, 100_000);
      const base = round(roundId, 'wrong-crown');
      const named = { hotkey: text, repo: text, revision: text };
      return [
        plan(roundId),
        ...[181, 240].map((uid) => scores(roundId, uid, 160)),
        {
          type: 'round',
          result: {
            ...base,
            summary: text,
            causeNote: text,
            reasons: [text],
            king: { ...contender(181), ...named },
            challengers: base.challengers.map((one) => ({ ...one, ...named })),
            contenders: base.contenders.map((one) => ({ ...one, hotkey: text, reason: text })),
            validators: base.validators.map((one) => ({ ...one, hotkey: text, note: text })),
          },
        },
      ];
    }),
  ];
};

test('hostile text in every place of every screen leaves the terminal as it was', async () => {
  const folder = writeJournals(out, 'hostile', { '7c1f09.journal': hostileJournal() });
  const screen = openScreen(out, { folder }, { cols: 100, rows: 30 });
  let titles = 0;
  screen.term.onTitleChange(() => {
    titles += 1;
  });
  const last = 9100 + TERMINAL.length - 1;
  await screen.until((text) => text.includes(`> #${last}`));
  const tour: readonly [string, RegExp][] = [
    ['\r', /\[1 Duel\]/],
    ['2', /\[2 Prompts\][\s\S]*DELTA/],
    ['4', /REASON/],
    ['5', /CLAIMED/],
    ['6', /\[6 Log\]/],
    ['w', /> Weights/],
  ];
  for (let at = 0; at < TERMINAL.length; at += 1) {
    if (at > 0) {
      screen.type('<<[\r');
      await screen.until(
        (text) => text.includes(`#${last - at} `) && text.includes('[1 Duel]'),
        `round ${at}`,
      );
    }
    for (const [keys, shows] of at === 0 || at === 4 || at === 10
      ? tour
      : [['\r', /\[1 Duel\]/] as const, ['w', /> Weights/] as const]) {
      screen.type(at > 0 && keys === '\r' ? '' : keys);
      await screen.until((text) => shows.test(text), `${keys} of ${at}`);
    }
  }
  screen.type('K');
  await screen.until((text) => text.includes('rounds held'));
  screen.type('p');
  await screen.until((text) => text.includes('STAGE'));
  screen.type('L');
  await screen.until((text) => text.includes('log, all stages'));
  screen.type('?');
  await screen.until((text) => text.includes('Search:'));
  screen.type('\u001b');
  await screen.until((text) => !text.includes('Search:'));
  assert.equal(screen.term.buffer.active.type, 'alternate');
  assert.equal(screen.term.buffer.active.baseY, 0, 'nothing scrolled');
  assert.equal(titles, 0, 'no title was set');
  assert.ok(!screen.raw().includes('\u001b]'), 'no operating system command');
  assert.ok(!screen.raw().includes('\u001bP'), 'no device control string');
  assert.ok(
    !/[\u0080-\u009f\u202a-\u202e\u2066-\u2069\u200b]/.test(screen.raw()),
    'no C1, no bidi, nothing invisible',
  );
  assert.equal(screen.raw().split('\u001b[?1049l').length, 1, 'the alternate screen was not left');
  assert.ok(!screen.rows().join('\n').includes('= CONFIRMED\n'), 'no forged line');
  screen.type('q');
  assert.equal(await screen.ended(), 0);
  assert.equal(screen.term.buffer.active.type, 'normal');
});

test('one session: keys as one string, a storm of resizes, the pager, pause and detach', async () => {
  const folder = writeJournals(out, 'one', {
    '7c1f09.replay.jsonl': [...FINISHED.slice(0, -1), ...INPUTS, ...FINISHED.slice(-1)],
    'ab12cd.journal': UNFINISHED,
  });
  const paged = join(out, 'paged.txt');
  const screen = openScreen(
    out,
    { folder, audit: true },
    { cols: 100, rows: 30, env: { PAGER: `cat > ${paged}` } },
  );
  await screen.until((text) => text.includes('> #9006'));
  screen.type('/verdict:wrong\r\r2s');
  await screen.until(
    (text) => text.includes('[2 Prompts]') && text.includes('smallest difference first'),
    'keys as one string',
  );
  for (let at = 0; at < 40; at += 1) screen.resize(60 + ((at * 37) % 90), 20 + ((at * 13) % 40));
  screen.resize(80, 24);
  await screen.until(
    (text, rows) => text.includes('[2 Prompts]') && rows[22]?.endsWith('? help') === true && rows[23] === '',
    'the frame after the storm',
  );
  screen.resize(60, 20);
  await screen.until((text, rows) => text.includes('[2 Prompts]') && rows[18]?.endsWith('? help') === true);
  screen.resize(100, 30);
  screen.type('3');
  await screen.until((text) => text.includes('aime_bench') && text.includes('declared'));
  screen.type('o');
  await screen.until(
    (text) => existsSync(paged) && text.includes('[3 Quality]') && text.includes('? help'),
    'back from the pager',
  );
  assert.match(
    readFileSync(paged, 'utf8'),
    /aime_bench[\s\S]*The same as JSON: recrown show 9002 --replay 7c1f09 --json/,
  );
  screen.type(':P10..P11\r');
  await screen.until((text) => text.includes('A crowned') && text.includes('quality_floor'));
  screen.type('D');
  await screen.until((text) => text.includes('FAIL  snapshot snapshots/demo'));
  screen.type(':9005\rr');
  await screen.until((text) => text.includes('RUNNING here'));
  screen.type('p');
  await screen.until(
    (text) => text.includes('PAUSED here') && text.includes('paused: the key again goes on'),
  );
  assert.equal(readFileSync(join(folder, '../held'), 'utf8'), 'true');
  screen.type('p');
  await screen.until((text) => text.includes('RUNNING here'));
  screen.type('d');
  await screen.until((text) => text.includes('NOT SEALED') && text.includes('detached'));
  screen.type('q');
  assert.equal(await screen.ended(), 0, 'nobody asks: nothing runs here any more');
  assert.ok(existsSync(join(folder, '../detached')) && !existsSync(join(folder, '../stopped')));
});

test('a journal that is cut in the middle is followed as far as it is sound', async () => {
  const root = process.env.RECROWN_ROOT ?? '.';
  const { id, text } = sealedDemo(root);
  // In the midst of a line of the third round.
  const second = text.indexOf('"type":"round"', text.indexOf('"type":"round"') + 1);
  const cut = text.indexOf('\n', text.indexOf('\n', second) + 1) + 7;
  const folder = join(out, 'cut', 'sn24');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id}.journal`), text.slice(0, cut));
  const screen = openScreen(
    out,
    { folder, initial: id, real: true, settings: { theme: 'cvd' } },
    { cols: 80, rows: 24 },
  );
  await screen.until((now) => now.includes('NOT SEALED') && /diff +2\/4/.test(now));
  assert.ok(screen.raw().includes('\u001b['), 'drawn');
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});

test('keys that cannot be bound end it before anything is drawn', async () => {
  const folder = writeJournals(out, 'keys');
  const keys = [{ command: 'quit', keys: ['j'], origin: 'recrown.toml:3' }];
  const screen = openScreen(out, { folder, settings: { keys } });
  assert.equal(await screen.ended(), 78);
  assert.match(screen.raw(), /recrown\.toml:3: j would mean two things/);
  assert.ok(!screen.raw().includes('\u001b[?1049h'));
});

test('for a screen reader: sentences on new lines, choices by number and word, no code of a terminal', async () => {
  const folder = writeJournals(out, 'aloud', {
    '7c1f09.replay.jsonl': FINISHED,
    'ab12cd.journal': UNFINISHED,
  });
  const screen = openScreen(out, { folder, settings: { screenReader: true } }, { cols: 160, rows: 60 });
  const say = async (line: string, wanted: RegExp): Promise<void> => {
    const before = screen.raw().length;
    screen.type(`${line}\r`);
    await screen.until(() => wanted.test(screen.raw().slice(before)), line);
  };
  await screen.until(() =>
    /Rounds, 6 of 6\. Sorted: newest first\.[\s\S]*Enter a number, or/.test(screen.raw()),
  );
  assert.match(screen.raw(), /5\. Round 9002, wrong crown\. King u181\. Claimed: u240\. Replayed: held\./);
  await say(
    '5',
    /Selected: 5 of 6\.[\s\S]*claimed, u240, n 160, mean plus 0\.02409, lower bound plus 0\.01112 above 0/,
  );
  await say('open', /Round\. [\s\S]*VERDICT[\s\S]*wrong crown/);
  await say('2', /prompt \d+: (king|challenger) better by/);
  await say('y', /the index of the prompt: \d+/);
  await say('go eras', /Eras\. 9 of 14 judged[\s\S]*P11/);
  await say('go compare/P10..P11', /A crowned, 1/);
  await say('nonsense', /Nothing here is called nonsense\. Type help\./);
  await say('help', /j or down: move down\. Next row/);
  screen.type('q\r');
  assert.equal(await screen.ended(), 0);
  assert.ok(!screen.raw().includes('\u001b'), 'not one escape sequence');
  assert.ok(!/[─│┌█▏]/.test(screen.raw()), 'nothing drawn');
  const list = screen.raw().split('1. Round 9006, not replayed.').length - 1;
  assert.equal(list, 1, 'what was read once is not read again while nothing changes');
});
