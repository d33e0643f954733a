// How the screens begin, end and change size, in a real terminal.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { JournalRecord } from '../../src/domain/journal.js';
import { FINISHED, journalText, round, scores, UNFINISHED } from './sample.js';
import { buildEntry, openScreen, remove, type Screen, writeJournals } from './terminal.js';

let out = '';
let folder = '';
before(async () => {
  out = await buildEntry();
  folder = writeJournals(out, 'life');
});
after(() => remove(out));

const restored = (screen: Screen): void => {
  assert.equal(screen.term.buffer.active.type, 'normal', 'the normal screen is back');
  assert.ok(
    screen.raw().lastIndexOf('\u001b[?25h') > screen.raw().lastIndexOf('\u001b[?25l'),
    'the cursor is visible',
  );
  assert.ok(screen.raw().lastIndexOf('\u001b[?1049l') > screen.raw().lastIndexOf('\u001b[?1049h'));
};

const open = async (options: object = {}, size: Parameters<typeof openScreen>[2] = {}): Promise<Screen> => {
  const screen = openScreen(out, { folder, ...options }, size);
  await screen.until((text) => text.includes('> #9004') || text.includes('[1 Duel]'));
  return screen;
};

test('q gives the screen back and ends with 0', async () => {
  const screen = await open();
  screen.type('q');
  assert.equal(await screen.ended(), 0);
  restored(screen);
  assert.ok(!screen.rows().join('').includes('recrown'), 'no frame is left on the normal screen');
});

test('signals give the screen back and their code', async () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const screen = await open();
    screen.signal(signal);
    assert.equal(await screen.ended(), code);
    restored(screen);
  }
  const screen = await open();
  screen.type('\u0003');
  assert.equal(await screen.ended(), 130, 'ctrl-c');
  restored(screen);
});

test('a crash inside a screen gives the screen back, says why, and ends with 70', async () => {
  const screen = openScreen(out, { folder, crash: true });
  assert.equal(await screen.ended(), 70);
  restored(screen);
  assert.match(screen.rows().join('\n'), /the screen failed: planted failure/);
});

test('esc 20 times never quits', async () => {
  const screen = await open({ initial: '9002' });
  for (let i = 0; i < 20; i += 1) {
    screen.type('\u001b');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await screen.until((text) => text.includes('> #9002') && text.includes('VERDICT'));
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});

test('keys that arrive together all count; arrows too', async () => {
  const screen = await open();
  screen.type('jjj');
  await screen.until((text) => text.includes('> #9001'));
  screen.type('\u001b[A\u001b[A');
  await screen.until((text) => text.includes('> #9003'));
  screen.type('/wrong\r\r');
  await screen.until((text) => text.includes('#9002 ✗ wrong crown  [1 Duel]'));
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});

test('under the minimum a message, and everything as before after it', async () => {
  const screen = await open();
  screen.type('jj');
  await screen.until((text) => text.includes('> #9002'));
  screen.type('w');
  await screen.until((text) => text.includes('> Weights'));
  screen.resize(52, 14);
  const small = await screen.until((text) => text.includes('This window is 52 x 14.'));
  assert.match(small, /recrown needs 60 x 20\. {2}q quits\./);
  assert.ok(!small.includes('Weights'));
  screen.type('jj?/');
  screen.resize(20, 5);
  await screen.until((text) => text.includes('This window is 20 '));
  screen.resize(100, 30);
  const back = await screen.until(
    (text, lines) => text.includes('> Weights') && lines[28]?.endsWith('? help') === true,
  );
  assert.match(back, /#9002 > Weights/);
  assert.match(back, /> 5CXR\.\.k1Wd/, 'keys under the minimum moved nothing');
  assert.equal(
    back.split('\n').filter((line) => line.startsWith('recrown')).length,
    1,
    'no rest of an old frame',
  );
  screen.resize(60, 20);
  await screen.until(
    (text, lines) => text.includes('> Weights') && lines[18]?.endsWith('? help') === true && lines[19] === '',
  );
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});

test('ctrl-l wipes what something else wrote over the screen', async () => {
  const screen = await open();
  await new Promise<void>((resolve) => screen.term.write('\u001b[5;5HNOISE', resolve));
  assert.ok(screen.rows().join('\n').includes('NOISE'));
  screen.type('\u000c');
  const text = await screen.until((now) => !now.includes('NOISE') && now.includes('> #9004'));
  assert.equal(text.split('\n').filter((line) => line.startsWith('recrown')).length, 1);
  screen.type('q');
  await screen.ended();
});

test('y sends the value through the terminal and says so', async () => {
  const screen = await open({}, { env: { TMUX: '/tmp/tmux-1/default,1,0' } });
  screen.type('y');
  await screen.until((text) => text.includes('copied the round: 4 characters (terminal, through tmux)'));
  assert.ok(
    screen
      .raw()
      .includes(`\u001bPtmux;\u001b\u001b]52;c;${Buffer.from('9004').toString('base64')}\u0007\u001b\\`),
  );
  screen.type('q');
  await screen.ended();
});

test('CI in the environment does not blank the screen', async () => {
  const screen = await open({}, { env: { CI: 'true', CONTINUOUS_INTEGRATION: '1' } });
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});

test('help lists the keys and runs the chosen one', async () => {
  const screen = await open();
  screen.type('?');
  await screen.until((text) => text.includes('Search: _'));
  screen.type('weights');
  await screen.until((text) => text.includes('Search: weights_') && /> w +weights of the round/.test(text));
  screen.type('\r');
  await screen.until((text) => text.includes('#9004 > Weights'));
  screen.type('q');
  await screen.ended();
});

test('a running replay is followed by its journal alone, also when it is sealed under another name', async () => {
  const here = writeJournals(out, 'follow', {
    '7c1f09.replay.jsonl': FINISHED,
    'ab12cd.journal': UNFINISHED,
  });
  const journal = join(here, 'ab12cd.journal');
  const append = (...records: JournalRecord[]): void => appendFileSync(journal, journalText(records));
  const screen = openScreen(out, { folder: here, initial: 'live' });
  const first = await screen.until((text) => text.includes(' 61/160'));
  assert.match(first, /NOT SEALED/);
  assert.match(first, /Time left: not said/);
  append(scores(9006, 240, 30, 61));
  await screen.until((text) => text.includes(' 91/160') && text.includes('891/1,280'));
  append(scores(9006, 240, 69, 91));
  await screen.until((text) => /u240 .* 160\/160 +KL 2\./.test(text));
  append(
    { type: 'round', result: round(9006, 'confirmed') },
    { type: 'seal', digest: '0'.repeat(64), verdicts: {} },
  );
  renameSync(journal, join(here, 'ab12cd.replay.jsonl'));
  await screen.until(
    (text) => text.includes('SEALED') && !text.includes('NOT SEALED') && text.includes('Finished'),
  );
  screen.type('\r');
  await screen.until((text) => text.includes('#9006 ✓ confirmed'));
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});

test('a replay started here is shown, asked about before quitting, and stopped', async () => {
  const here = writeJournals(out, 'start');
  const screen = openScreen(out, { folder: here, audit: true });
  await screen.until((text) => text.includes('> #9004'));
  screen.type('r');
  await screen.until((text) => text.includes('RUNNING here') && text.includes('--resume ff00ff'));
  screen.type('q');
  await screen.until((text) => text.includes('Quit?') && text.includes('y stop and quit'));
  screen.type('n');
  await screen.until((text) => !text.includes('Quit?'));
  assert.ok(!existsSync(join(here, '../stopped')));
  screen.type('qy');
  assert.equal(await screen.ended(), 0);
  assert.equal(readFileSync(join(here, '../stopped'), 'utf8'), '9004');
  restored(screen);
});

test('a replay that cannot be read is named, and the others are shown', async () => {
  const here = writeJournals(out, 'damaged', { '7c1f09.replay.jsonl': FINISHED, 'bad000.journal': [] });
  const screen = openScreen(out, { folder: here });
  await screen.until(
    (text) =>
      text.includes('1 not readable: replay bad000: the journal has no first line') &&
      text.includes('> #9004'),
  );
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});

test('an empty folder says what to do', async () => {
  const here = writeJournals(out, 'empty', {});
  const screen = openScreen(out, { folder: here });
  await screen.until((text) => text.includes('No replay was found.') && text.includes('recrown audit RANGE'));
  screen.type('q');
  assert.equal(await screen.ended(), 0);
});
