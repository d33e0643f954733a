import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderBar, renderPairedBar } from '../../src/report/figures/bars.js';
import { niceCeiling, renderHistogram } from '../../src/report/figures/histogram.js';
import { intervalScale, renderInterval } from '../../src/report/figures/interval.js';
import type { Charset } from '../../src/report/figures/marks.js';
import { renderStrip, type StripRound } from '../../src/report/figures/strip.js';

const ASCII = /^[\x20-\x7e]*$/;
const charset = fc.constantFrom<Charset>('unicode', 'ascii');
const cells = (text: string): number => [...text].length;

test('a bar has its width, is never empty above 0 and never full under 1', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 2, max: 60 }),
      charset,
      (share, width, set) => {
        const bar = renderBar(share, width, { charset: set, rest: '.' });
        assert.equal(cells(bar), width);
        if (share > 0) assert.notEqual(bar, '.'.repeat(width));
        if (share < 1) assert.ok(!/^[█#]+$/.test(bar));
        if (share === 1) assert.ok(/^[█#]+$/.test(bar));
      },
    ),
  );
  assert.equal(renderBar(0.5, 10, { charset: 'ascii' }), '#####     ');
  assert.equal(renderBar(0.5, 5, { charset: 'unicode' }), '██▌  ');
  assert.equal(renderBar(Number.NaN, 3, { charset: 'ascii', rest: '.' }), '...');
});

test('a paired bar says with letters what only one side has', () => {
  assert.equal(renderPairedBar({ expected: 0.9, set: 0 }, 10), 'eeeeeeeee ');
  assert.equal(renderPairedBar({ expected: 0.1, set: 0.4 }, 10), 'Bsss      ');
  assert.equal(renderPairedBar({ expected: 0.1, set: 0.1 }, 10), 'B         ');
});

const options = { width: 41, height: 5, left: 'king better', right: 'challenger better' } as const;

test('the histogram puts positive differences on the side of the challenger', () => {
  const figure = renderHistogram([0.11, 0.115, 0.12, -0.4], { ...options, charset: 'ascii' });
  const sides = figure.lines[0] ?? '';
  const zero = sides.indexOf('|');
  assert.ok(sides.slice(0, zero).includes('king better'));
  assert.ok(sides.slice(zero).includes('challenger better'));
  const columns = figure.lines.slice(1, 6).join('\n');
  const right = columns
    .split('\n')
    .map((line) => line.slice(zero + 1))
    .join('');
  const left = columns
    .split('\n')
    .map((line) => line.slice(0, zero))
    .join('');
  assert.equal((right.match(/#/g) ?? []).length, 5, 'the fullest column is on the right and full');
  assert.equal((left.match(/[.:#]/g) ?? []).length, 2, 'one value of three is a third of the height');
  assert.deepEqual([figure.above, figure.below], [3, 1]);
  assert.match(figure.lines[7] ?? '', /-0\.5.*0.*\+0\.5/);
});

test('no value is lost, the scale is symmetric, and nothing leaves the width', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 200 }),
      charset,
      (values, set) => {
        const figure = renderHistogram(values, { ...options, charset: set });
        assert.ok(figure.lines.every((line) => cells(line) <= options.width));
        if (set === 'ascii') assert.ok(figure.lines.every((line) => ASCII.test(line)));
        assert.equal(
          figure.above + figure.below + values.filter((value) => value === 0).length,
          values.length,
        );
      },
    ),
  );
  assert.deepEqual(renderHistogram([Number.NaN], { ...options, charset: 'ascii' }).lines, [
    'no pair of values',
  ]);
});

test('the end of a scale is a round number', () => {
  assert.deepEqual([0.4, 0.02, 1, 3, 0.2000000001, 0].map(niceCeiling), [0.5, 0.02, 1, 5, 0.2, 1]);
});

test('an interval is drawn where it is, and never touches zero when it does not', () => {
  const rows = [
    { name: 'claimed', mean: 0.02409, half: 0.01297 },
    { name: 'replayed', mean: 0.0081, half: 0.01215 },
  ];
  const scale = intervalScale(rows);
  const [claimed, replayed] = rows.map((row) => renderInterval(row, scale, 40, 'ascii'));
  const zero = (claimed ?? '').indexOf('|');
  assert.ok(zero >= 0 && (claimed ?? '').indexOf('[') > zero, 'claimed lies above zero');
  assert.ok(
    (replayed ?? '').indexOf('[') < zero && (replayed ?? '').indexOf(']') > zero,
    'replayed covers zero',
  );
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 12, max: 80 }),
      charset,
      (mean, half, width, set) => {
        const row = { name: 'x', mean, half };
        const text = renderInterval(row, intervalScale([row, { name: 'y', mean: 0.5, half: 1 }]), width, set);
        assert.equal(cells(text), width);
        assert.equal((text.match(/[o●]/g) ?? []).length, 1, 'one mean');
      },
    ),
  );
});

const history = (length: number): StripRound[] =>
  Array.from({ length }, (_, i) => ({
    roundId: 9000 + i,
    verdict: i === 3 ? 'wrong-crown' : 'confirmed',
    moved: i % 5 === 0,
  }));

test('the strip has one cell per round, marks from 7.1, and a window around the selected round', () => {
  const all = renderStrip(history(12), 60, 'ascii');
  assert.equal(all.verdict, '===X========');
  assert.equal(all.crown, '^    ^    ^ ');
  assert.match(all.axis, /^9000 {7}9011$/);
  assert.equal(renderStrip(history(12), 60, 'unicode').verdict, '✓✓✓✗✓✓✓✓✓✓✓✓');
  const part = renderStrip(history(500), 40, 'ascii', 3);
  assert.equal(part.verdict.length, 40);
  assert.deepEqual([part.from, part.to], [0, 40]);
  assert.equal(renderStrip(history(500), 40, 'ascii').to, 500);
  assert.match(all.sentence, /12 rounds.*moved in 3.*1 wrong/);
  assert.equal(renderStrip([], 40, 'ascii').verdict, '');
});
