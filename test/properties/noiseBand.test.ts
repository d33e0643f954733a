import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CrownInput } from '../../src/decide/crownInput.js';
import { decideBand } from '../../src/decide/decideBand.js';
import { decideCrown } from '../../src/decide/decideCrown.js';
import { paidUid } from '../../src/domain/paidUid.js';
import { rounds, SEED, shortRules } from './roundArbitraries.js';

const rules = shortRules();
const HALVES = [0, 1e-9, 1e-6, 5e-5, 4e-4, 1e-3, 3e-3, 1e-2, 0.05, 1];
/** One draw of a share of the half-width for the king and each of some challengers. */
const drawOf = (length: number) =>
  fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length });
/** Every contender shifted by its share of `by`. */
const shiftsOf = ({ king, challengers }: CrownInput, draw: readonly number[], by: number) =>
  new Map([...(king === null ? [] : [king]), ...challengers].map(({ uid }, i) => [uid, (draw[i] ?? 0) * by]));
const paidWith = (input: CrownInput, shifts: ReadonlyMap<number, number>) =>
  paidUid(decideCrown(input, rules, shifts).expected);

test('a wider band never removes a crown that a narrower one had, and the first is always the decision', () => {
  fc.assert(
    fc.property(rounds(4), (input) => {
      let before: readonly (number | null)[] = [];
      const plain = paidUid(decideCrown(input, rules).expected);
      for (const half of HALVES) {
        const { paid } = decideBand(input, rules, half);
        assert.equal(paid[0], plain);
        assert.equal(new Set(paid).size, paid.length);
        for (const uid of before) assert.ok(paid.includes(uid), `${uid} left the band at ${half}`);
        before = paid;
      }
    }),
    { seed: SEED, numRuns: 600 },
  );
});

test('more noise never turns several crowns into one other crown', () => {
  fc.assert(
    fc.property(
      rounds(3),
      fc.double({ min: 0, max: 0.05, noNaN: true }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      (input, half, wider) => {
        const narrow = decideBand(input, rules, half).paid;
        const wide = decideBand(input, rules, half * wider).paid;
        if (narrow.length > 1) assert.ok(wide.length > 1);
        if (wide.length === 1) assert.deepEqual(narrow, wide);
      },
    ),
    { seed: SEED, numRuns: 600 },
  );
});

test('whatever each contender is shifted by inside the band, the crown is one of the band', () => {
  fc.assert(
    fc.property(
      rounds(4),
      fc.constantFrom(...HALVES),
      fc.array(drawOf(5), { minLength: 8, maxLength: 8 }),
      (input, half, draws) => {
        const { paid } = decideBand(input, rules, half);
        for (const draw of [...draws, ...draws.map((one) => one.map(Math.sign))])
          assert.ok(paid.includes(paidWith(input, shiftsOf(input, draw, half))));
      },
    ),
    { seed: SEED, numRuns: 600 },
  );
});

test('the walk of the corners is inside: all challengers, each one against the others, the king, king against all', () => {
  fc.assert(
    fc.property(rounds(4, 1), fc.constantFrom(...HALVES), (input, half) => {
      const { paid } = decideBand(input, rules, half);
      const uids = input.challengers.map((one) => one.uid);
      for (const by of [half, -half]) {
        const all = new Map(uids.map((uid) => [uid, by]));
        assert.ok(paid.includes(paidWith(input, all)));
        for (const uid of uids) assert.ok(paid.includes(paidWith(input, new Map([...all, [uid, -by]]))));
        if (input.king === null) continue;
        assert.ok(paid.includes(paidWith(input, new Map([[input.king.uid, by]]))));
        assert.ok(paid.includes(paidWith(input, new Map([...all, [input.king.uid, -by]]))));
      }
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test('the band is no wider than it must be: of one challenger every crown in it is found on a fine grid', () => {
  const steps = Array.from({ length: 25 }, (_, i) => (i - 12) / 12);
  fc.assert(
    fc.property(rounds(1, 1), fc.constantFrom(4e-4, 3e-3, 1e-2), (input, half) => {
      const found = new Set<number | null>();
      const reach = half * 1.1 + 2e-6;
      for (const a of steps)
        for (const b of input.king === null ? [0] : steps)
          found.add(
            paidWith(
              input,
              new Map([
                [(input.king ?? { uid: -1 }).uid, b * reach],
                ...input.challengers.map((one): [number, number] => [one.uid, a * reach]),
              ]),
            ),
          );
      for (const uid of decideBand(input, rules, half).paid) assert.ok(found.has(uid), `${uid}`);
    }),
    { seed: SEED, numRuns: 150 },
  );
});

test('a single crown of the band touches no gate that decides: an untouched band has one crown', () => {
  fc.assert(
    fc.property(rounds(1), fc.constantFrom(...HALVES), (input, half) => {
      const { paid, touched } = decideBand(input, rules, half);
      if (touched.length === 0) assert.equal(paid.length, 1);
    }),
    { seed: SEED, numRuns: 600 },
  );
});

test('ten challengers near the line: more cells than are looked at one by one, still nothing is lost', () => {
  fc.assert(
    fc.property(rounds(10, 10), drawOf(11), (input, draw) => {
      let before: readonly (number | null)[] = [];
      for (const half of [1e-4, 1e-3, 1e-2, 0.1]) {
        const { paid } = decideBand(input, rules, half);
        for (const uid of before) assert.ok(paid.includes(uid), `${uid} left the band at ${half}`);
        for (const by of [half, -half]) assert.ok(paid.includes(paidWith(input, shiftsOf(input, draw, by))));
        before = paid;
      }
    }),
    { seed: SEED, numRuns: 40 },
  );
});
