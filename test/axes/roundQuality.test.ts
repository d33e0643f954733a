import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CrownContender, CrownInput } from '../../src/decide/crownInput.js';
import { decideCrown } from '../../src/decide/decideCrown.js';
import type { AxisRecord, ItemRecord } from '../../src/domain/axisRecord.js';
import { crownQuality } from '../../src/eras/crownQuality.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';
import { axisRecord } from '../../src/evaluate/axes/axisRecord.js';
import { axisSamples } from '../../src/replay/axes/axisSamples.js';
import { gateChecks } from '../../src/replay/axes/gateChecks.js';
import { probesOf } from '../../src/replay/axes/probeEntries.js';
import { qualityBand } from '../../src/replay/axes/qualityBand.js';
import { qualityWidth } from '../../src/replay/axes/qualityWidth.js';
import { replayedAxes } from '../../src/replay/axes/replayedAxes.js';

const [rules] = legalRules({ era: P11, others: [] });
const { policy } = rules;

const item = (ok: boolean, index: number): ItemRecord => ({
  source: 'procedural_math/x',
  prompt: `question ${index}`,
  answer: 'a',
  gold: 'a',
  pred: 'a',
  ok,
  tokens: 10,
  failed: false,
});
const record = (axis: string, n: number, correct: number): AxisRecord =>
  axisRecord(
    axis,
    Array.from({ length: n }, (_, i) => item(i < correct, i)),
  );

const probes = probesOf([], 1, null);
const width = (
  records: readonly AxisRecord[],
  ...rest: [readonly string[], readonly string[], { axisWeights: Record<string, number> }, number]
) => qualityWidth(axisSamples(records, probes), ...rest);

const KL = Array.from({ length: 120 }, (_, i) => 0.5 + (i % 7) * 0.01);
const seat = (uid: number, kl: readonly number[], quality: number): CrownContender => ({
  uid,
  hotkey: `h${uid}`,
  committedAt: 100 + uid,
  klPerPrompt: kl,
  composite: {
    axes: Object.fromEntries(Object.keys(policy.axisWeights).map((axis) => [axis, quality])),
    brokenAxes: [],
    worst: quality,
    weighted: quality,
    nAxes: 17,
    version: 29,
  },
});
const roundOf = (king: number, challenger: number, better = true): CrownInput => ({
  king: seat(1, KL, king),
  challengers: [
    seat(
      2,
      KL.map((kl, i) => kl + (better ? -0.1 : 0.1) - (i % 3) * 1e-3),
      challenger,
    ),
  ],
  drawIndex: KL.map((_, i) => i),
  storedKingComposite: null,
  disqualified: {},
  localKingUid: 1,
  nUids: 256,
});
const band = (input: CrownInput, width: number): readonly (number | null)[] =>
  [...qualityBand(input, rules, () => width, 1e-6)].sort();

describe('the band of the quality axes', () => {
  it('without a width is the decision itself', () => {
    for (const [king, challenger] of [
      [0.4, 0.5],
      [0.5, 0.3],
      [0.03, 0.02],
    ] as const) {
      const input = roundOf(king, challenger);
      assert.deepEqual(band(input, 0), [
        decideCrown(input, rules).expected.find(([, w]) => w === 65535)?.[0],
      ]);
    }
  });

  it('holds both crowns as soon as the gate can turn, and one where nothing turns it', () => {
    // 0.97 of 0.4 is 0.388: a width of 0.02 on both sides reaches 0.4 against 0.411.
    assert.deepEqual(band(roundOf(0.4, 0.4), 0.001), [2]);
    assert.deepEqual(band(roundOf(0.4, 0.4), 0.02), [1, 2]);
    assert.deepEqual(band(roundOf(0.4, 0.8), 0.1), [2]);
    assert.deepEqual(band(roundOf(0.8, 0.4), 0.1), [1]);
  });

  it('a challenger without a duel leaves the king whatever the axes say, as long as the king holds', () => {
    assert.deepEqual(band(roundOf(0.4, 0.9, false), 0.3), [1]);
    assert.deepEqual(
      band(roundOf(0.4, 0.9, false), 0.35),
      [1, 2],
      'under the floor of 0.06 the selector gives it away',
    );
  });
});

describe('the width of a quality', () => {
  const z = 3;
  const weights = { axisWeights: { math_bench: 1, reasoning_bench: 3 } };
  it('is the error of another sample of items, and none where nothing was computed', () => {
    const error = (correct: number, n: number) => {
      const share = (correct + 1) / (n + 2);
      return Math.sqrt((share * (1 - share)) / n);
    };
    const records = [record('math_bench', 12, 4), record('reasoning_bench', 10, 9)];
    const expected = (Math.SQRT2 * z * Math.hypot(error(4, 12), 3 * error(9, 10))) / 4;
    const all = ['math_bench', 'reasoning_bench'];
    assert.ok(Math.abs(width(records, all, all, weights, z) - expected) < 1e-12);
    assert.equal(width(records, [], all, weights, z), 0);
    assert.equal(width(records, [], [], weights, z), 0);
  });

  it('is never 0 for an axis of which every item is wrong, and counts ways of one item once', () => {
    const none = record('math_bench', 4, 0);
    const all = ['math_bench'];
    const plain = width([none], all, all, weights, z);
    assert.ok(plain > 0.3);
    const ways = axisRecord(
      'math_bench',
      none.items.map((one, i) => ({ ...one, way: i % 2 === 0 ? 'a' : 'b' })),
    );
    assert.ok(
      Math.abs(
        width([ways], all, all, weights, z) - width([record('math_bench', 2, 0)], all, all, weights, z),
      ) < 1e-12,
    );
  });
});

describe('one item more or less', () => {
  const benches = ['math_bench', 'reasoning_bench'];
  const side = (uid: number, ...records: AxisRecord[]) => ({
    uid,
    records,
    qualityOf: (own: readonly AxisRecord[]) =>
      crownQuality(
        Object.fromEntries(
          replayedAxes({
            records: own,
            probes,
            meanKl: null,
            anchors: { kingKl: null, lowestRkl: null },
            version: 29,
            benches,
          }),
        ),
        [],
        policy,
      ).value,
  });

  it('names the items that alone change the gate, of either side', () => {
    const king = side(1, record('math_bench', 12, 6), record('reasoning_bench', 10, 5));
    const equal = side(2, record('math_bench', 12, 6), record('reasoning_bench', 10, 5));
    const far = side(3, record('math_bench', 12, 12), record('reasoning_bench', 10, 10));
    const [close, safe] = gateChecks(king, [equal, far], policy);
    assert.equal(close?.ok, true);
    assert.equal(close?.turned, 44);
    // A right item of the challenger turned wrong, or a wrong one of the king turned right.
    assert.equal(close?.changing.length, 22);
    assert.deepEqual(close?.changing[0], { uid: 2, axis: 'math_bench', item: 0 });
    assert.ok(close?.changing.some(({ uid }) => uid === 1));
    const [low, high] = close?.oneItem ?? [1, 0];
    assert.ok(low < (close?.quality ?? 0) && high > (close?.quality ?? 1));
    assert.deepEqual([safe?.ok, safe?.changing], [true, []]);
  });

  it('density is there only when every bench of the era is', () => {
    const axes = (records: AxisRecord[]) =>
      replayedAxes({
        records,
        probes,
        meanKl: 0.5,
        anchors: { kingKl: 0.25, lowestRkl: null },
        version: 29,
        benches,
      });
    const whole = axes([record('math_bench', 12, 6), record('reasoning_bench', 10, 5)]);
    assert.deepEqual([...whole.keys()].sort(), ['kl', 'math_bench', 'reasoning_bench', 'reasoning_density']);
    assert.equal(whole.get('kl'), 0.5);
    assert.equal(whole.get('math_bench'), 0.5);
    assert.equal(whole.get('reasoning_density'), 0.5);
    assert.equal(axes([record('math_bench', 12, 6)]).has('reasoning_density'), false);
    assert.equal(axes([record('math_bench', 3, 3)]).get('math_bench'), null, 'too few items give no axis');
  });
});
