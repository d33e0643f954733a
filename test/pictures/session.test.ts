// The pictures of the README are those of the demo as it is, and say what a terminal says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { animatedSvg } from '../../scripts/make-pictures/animatedSvg.js';
import { drawLine } from '../../scripts/make-pictures/drawLine.js';
import { playSession } from '../../scripts/make-pictures/playSession.js';
import { readDemoReplay } from '../../scripts/make-pictures/readDemoReplay.js';
import { SESSION_PATH, sessionPicture } from '../../scripts/make-pictures/sessionPicture.js';
import { strokes } from '../../scripts/make-pictures/strokes.js';
import { UsageError } from '../../src/errors/input.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const demo = readDemoReplay(root);
const committed = readFileSync(join(root, SESSION_PATH), 'utf8');

/** What is written in one row of one frame, in the order of the page. */
const written = (picture: string, frame: number): string =>
  [...(picture.split('<g ')[frame + 1] ?? '').matchAll(/<text[^>]*>([^<]*)</g)]
    .map(([, text]) => text)
    .join(' ');

test('the committed picture is drawn from the committed replay', async () => {
  assert.ok(
    committed === (await sessionPicture(demo, root)),
    `${SESSION_PATH} is not the picture of replay ${demo.id}: renew it with npm run make-pictures`,
  );
});

test('the picture is small, runs nothing, asks nobody and shows six screens of the synthetic demo', () => {
  assert.ok(Buffer.byteLength(committed) < 300_000);
  assert.doesNotMatch(committed, /<(script|image|use|foreignObject|a)\b|\bon\w+=|href|url\(|@import/i);
  assert.equal(committed.match(/<g /g)?.length, 6);
  for (let frame = 0; frame < 6; frame += 1)
    assert.match(written(committed, frame), /^recrown SN24 quasar demo SYNTHETIC /);
  assert.match(written(committed, 1), new RegExp(`replay ${demo.id} sealed`));
});

test('the README shows it, and says in words what is seen', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  assert.match(readme, new RegExp(`!\\[[^\\]]{100,}\\]\\(${SESSION_PATH}\\)`));
});

test('a word takes its cells, a line joins, and no text becomes markup', () => {
  // Cells are 8 wide and 18 high; the base line lies 13.5 under the upper edge.
  assert.equal(
    drawLine([{ text: ' a <b>' }, { text: '──', token: 'text.secondary' }, { text: ' ✓' }], 2),
    '<text x="8" y="49.5" textLength="40">a &lt;b&gt;</text>' +
      '<path class="t-text-secondary" d="M48 44.4h16v1.2h-16z"/>' +
      '<text x="76" y="49.5" text-anchor="middle">✓</text>',
  );
  assert.equal(strokes('▂', 1, 8, 18), 'M8 31.5h8v4.5h-8z', 'two eighths of 18 from below');
  assert.equal(strokes('▍', 1, 0, 0), 'M0 0h3v18h-3z', 'three eighths of 8 from the left');
  assert.equal(strokes('✓', 1, 0, 0), null);
});

test('one frame is seen at any time, and the still one where nothing moves', () => {
  const frames = ['a', 'b'].map((text) => ({ lines: [[{ text }]], keys: ['j'], caption: text }));
  const picture = animatedSvg(frames, { title: 't', still: 1, secondsEach: 3 });
  assert.match(picture, /animation:show 6s step-end infinite\}\.f1\{visibility:visible\}/);
  assert.match(
    picture,
    /\.f0\{animation-delay:-0.001s\}\.f1\{animation-delay:-3.001s\}@keyframes show\{0%\{visibility:visible\}50%/,
  );
});

test('a step that no longer shows what it says is refused', async () => {
  await assert.rejects(
    playSession(demo, join(root, 'snapshots/demo'), [{ keys: ['j'], caption: '', shows: /no such screen/ }]),
    (error: unknown) => error instanceof UsageError && /no such screen/.test(error.message),
  );
});
