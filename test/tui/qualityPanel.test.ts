import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoundQuality } from '../../src/domain/roundQuality.js';
import { type Line, lineCells } from '../../src/tui/present/line.js';
import { qualityPanel } from '../../src/tui/present/qualityPanel.js';

const axis = (value: number, source: 'replayed' | 'declared') => ({
  ...{ axis: 'math_bench', weight: 0.14, source, value, declared: 0.4 },
  ...(source === 'replayed' ? { n: 12, correct: 3 } : { n: null, correct: null }),
});
const contender = (uid: number) => ({
  ...{ uid, quality: 0.25, declaredQuality: 0.4, halfWidth: 0.1 },
  axes: [axis(0.25, 'replayed'), axis(0.4, 'declared')],
});
const quality: RoundQuality = {
  ...{ wording: 'own', mode: 'memory-only', counts: 'default', share: 0.9, counted: false, crowns: [1, 2] },
  why: 'Within the band \u001b[31mboth.',
  contenders: [1, 2, 3].map(contender),
  gates: [2, 3].map((uid) => ({
    ...{ uid, ok: uid === 2, reason: 'quality_gate_passed', quality: 0.25, threshold: 0.2 },
    ...{ oneItem: [0.2, 0.3] as const, turned: 24, changing: [] },
  })),
  notReplayed: [{ axis: 'length', why: 'It needs the teacher.' }],
};
const textOf = (line: Line): string => line.map((part) => part.text).join('');

for (const charset of ['unicode', 'ascii'] as const)
  for (const width of [40, 80, 120])
    test(`king and the chosen challenger, ${charset}, ${width} cells`, () => {
      const lines = qualityPanel(quality, 2, { charset, width, height: 40 }, width);
      assert.ok(lines.every((line) => lineCells(line) <= width));
      const text = lines.map(textOf).join('\n');
      if (charset === 'ascii') assert.match(text, /^[\x20-\x7e\n]*$/);
      assert.match(text, /u1 {2}quality/);
      assert.match(text, /u2 {2}quality/);
      assert.doesNotMatch(text, /u3/);
      assert.ok(!text.includes('\u001b'));
      if (width === 120) {
        assert.match(text, /math_bench +0\.14 .+ 0\.2500 +3 of 12 declared 0\.4000 replayed/);
        assert.match(text, /ok +u2 quality 0\.2500 >= 0\.2000 .* none of 24 items changes\s+it alone/);
        assert.match(text, /90 % of the quality weight computed for every contender, counted as 0 %/);
        assert.match(text, /not replayed: length: It needs the teacher\./);
      }
    });

test('a round of which the duel alone was run says so', () => {
  const lines = qualityPanel(undefined, null, { charset: 'ascii', width: 60, height: 20 }, 60);
  assert.match(lines.map(textOf).join('\n'), /The duel alone was run/);
});
