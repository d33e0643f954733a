import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DuelFigure, Figure } from '../../src/report/figures/figure.js';
import { figureText } from '../../src/report/figures/figureText.js';
import { axesFigure } from '../../src/report/figures/models/axesFigure.js';
import { duelFigure } from '../../src/report/figures/models/duelFigure.js';
import { stripFigure } from '../../src/report/figures/models/stripFigure.js';
import { weightsFigure } from '../../src/report/figures/models/weightsFigure.js';
import { FIGURE_STYLE } from '../../src/report/figures/svg/figureStyle.js';
import { figureSvg } from '../../src/report/figures/svg/figureSvg.js';
import { pairedScores } from '../../src/report/pairedScores.js';
import { challenger, plan, round, scores, validator } from '../tui/sample.js';
import { allOf, type ParsedElement, parseXml } from './parseXml.js';
import { demoRange, demoRound, demoView } from './reportSample.js';

const view = demoView();
const wrong = demoRound(view, 'wrong-crown');
const figures: readonly Figure[] = [
  ...(wrong.rounds[0]?.figures ?? []),
  stripFigure(
    demoRange(view).rounds.map(({ roundId, verdict }) => ({ roundId, verdict, moved: roundId % 2 === 0 })),
  ),
];
const pictureOf = (figure: Figure): ParsedElement =>
  parseXml(figureSvg(figure).svg).children[0] as ParsedElement;
const wordsOf = (element: ParsedElement): string[] =>
  allOf(element).flatMap(({ name, text }) => (name === 'text' ? [text] : []));
const isDuel = (figure: Figure): figure is DuelFigure => figure.kind === 'duel';

test('a wrong crown by duel has every kind of figure', () => {
  assert.deepEqual([...new Set(figures.map(({ kind }) => kind))].sort(), [
    'axes',
    'duel',
    'kl',
    'strip',
    'weights',
  ]);
});

test('every picture is well formed, named, described, and says what it does not show', () => {
  for (const figure of figures) {
    const picture = pictureOf(figure);
    const [title, desc] = picture.children;
    assert.equal(title?.name, 'title');
    assert.equal(title?.text, figure.title);
    assert.equal(desc?.name, 'desc');
    assert.ok(desc?.text.includes(figure.sentence) && desc.text.includes(figure.note));
    assert.equal(picture.attributes.role, 'img');
    assert.ok(picture.attributes['aria-label']?.includes(figure.sentence));
    assert.match(figure.sentence, /\d/);
    assert.ok(wordsOf(picture).join(' ').includes(figure.note), 'the note is drawn too');
    const [, , width = 0, height = 0] = (picture.attributes.viewBox ?? '').split(' ').map(Number);
    for (const { attributes } of allOf(picture)) {
      for (const key of ['x', 'cx', 'x1', 'x2']) assert.ok(Number(attributes[key] ?? 0) <= width, key);
      for (const key of ['y', 'cy', 'y1', 'y2']) assert.ok(Number(attributes[key] ?? 0) <= height, key);
      assert.ok(Object.values(attributes).every((value) => !/NaN|Infinity|undefined/.test(value)));
    }
  }
});

test('pictures have colours of the Okabe-Ito palette and greys alone, and every class has a rule', () => {
  const palette = ['E69F00', '56B4E9', '009E73', 'F0E442', '0072B2', 'D55E00', 'CC79A7', '999999'];
  for (const [, colour = ''] of FIGURE_STYLE.matchAll(/#([0-9A-Fa-f]{6})/g)) {
    const channels = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    const spread = Math.max(...channels) - Math.min(...channels);
    assert.ok(palette.includes(colour.toUpperCase()) || spread <= 32, colour);
  }
  const classes = figures.flatMap((figure) =>
    allOf(pictureOf(figure)).flatMap(({ attributes }) => (attributes.class ?? '').split(' ')),
  );
  for (const name of new Set(classes))
    if (name !== '') assert.match(FIGURE_STYLE, new RegExp(`\\.${name}[{ ,]`), name);
});

test('text in ASCII has bytes of ASCII alone, and the same numbers as Unicode and the picture', () => {
  const numbersOf = (text: string): string[] => text.match(/[+-]?\d+\.\d{4,}/g) ?? [];
  for (const figure of figures) {
    const ascii = figureText(figure, 'ascii', 88).join('\n');
    const unicode = figureText(figure, 'unicode', 88).join('\n');
    assert.match(ascii, /^[\x20-\x7e\n]*$/);
    assert.deepEqual(numbersOf(ascii), numbersOf(unicode));
    const drawn = wordsOf(pictureOf(figure)).join(' ');
    for (const number of numbersOf(ascii)) assert.ok(drawn.includes(number), `${figure.kind} ${number}`);
    assert.ok(ascii.includes(figure.title) && ascii.includes(figure.note));
  }
});

test('columns hold every pair once, on the side of whoever is better', () => {
  for (const figure of figures.filter(isDuel)) {
    const { bins, deltas, pairs } = figure;
    assert.ok(bins !== null && pairs.have === pairs.of);
    assert.equal(
      bins.counts.reduce((sum, count) => sum + count, 0),
      deltas.length,
    );
    const half = bins.counts.length / 2;
    const right = bins.counts.slice(half).reduce((sum, count) => sum + count, 0);
    assert.equal(right, bins.above + deltas.filter((delta) => delta === 0).length);
    const mean = deltas.reduce((sum, delta) => sum + delta, 0) / deltas.length;
    const replayed = figure.intervals.find(({ name }) => name === 'replayed');
    assert.ok(
      Math.abs(mean - (replayed?.mean ?? Number.NaN)) < 1e-6,
      'the columns are those of the interval',
    );
  }
});

test('no interval and no column is drawn before all pairs are in', () => {
  const result = round(9001, 'confirmed');
  const one = challenger(240, 0.0071);
  const at = (count: number): DuelFigure => {
    const records = { plans: [plan(9001)], scores: [scores(9001, 181, 160), scores(9001, 240, count)] };
    return duelFigure(result, 181, one, pairedScores(records, 9001, 181, 240));
  };
  const early = at(159);
  assert.deepEqual(
    early.intervals.map(({ name }) => name),
    ['claimed', 'control'],
  );
  assert.equal(early.bins, null);
  assert.match(early.absent.find(({ name }) => name === 'replayed')?.why ?? '', /159 of 160 pairs/);
  assert.ok(!allOf(pictureOf(early)).some(({ attributes }) => /f-replayed/.test(attributes.class ?? '')));
  assert.doesNotMatch(figureText(early, 'ascii', 88).join('\n'), /replayed +[+-]\d/);
  const whole = at(160);
  assert.deepEqual(
    whole.intervals.map(({ name }) => name),
    ['claimed', 'replayed', 'control'],
  );
  assert.equal(
    whole.bins?.counts.reduce((sum, count) => sum + count, 0),
    160,
  );
});

test('an absent axis and a missing row are words, not zeros', () => {
  const axes = axesFigure({
    kingUid: 1,
    challengerUid: 2,
    king: { a: 0.5, b: 0 },
    challenger: { a: 0.25 },
    weights: { a: 0.1, b: 0.2, unused: 0 },
    aside: [],
  });
  assert.ok(axes !== null);
  assert.deepEqual(
    axes.rows.map(({ axis, difference }) => [axis, difference]),
    [
      ['b', null],
      ['a', -0.25],
    ],
  );
  assert.match(figureText(axes, 'ascii', 88).join('\n'), /b +0\.20 +0\.0000 +absent +-/);
  assert.equal(axesFigure({ ...axes, king: {}, challenger: {}, weights: { a: 1 }, aside: [] }), null);
  const weights = weightsFigure([validator(6, 10, 'hidden'), validator(1, 30, 'differs')]);
  assert.ok(weights !== null);
  assert.deepEqual(
    weights.rows[0]?.entries.map(({ set }) => set),
    [null, null],
  );
  assert.match(figureText(weights, 'ascii', 88).join('\n'), /u181 +65535 +90\.0% +none +-/);
  assert.match(weights.sentence, /^1 of 2 .* 75\.0%/);
});

test('bars are as long as their shares', () => {
  const weights = weightsFigure([validator(1, 30, 'differs')]);
  assert.ok(weights !== null);
  const widths = allOf(pictureOf(weights)).flatMap(({ attributes }) =>
    attributes.class === 'f-expected' && Number(attributes.width) !== 12 ? [Number(attributes.width)] : [],
  );
  const shares = weights.rows[0]?.entries
    .map(({ expectedShare }) => expectedShare)
    .filter((share) => share > 0);
  assert.equal(widths.length, shares?.length);
  widths.forEach((width, at) => {
    assert.ok(Math.abs(width / 388 - (shares?.[at] ?? 0)) < 1e-3);
  });
});
