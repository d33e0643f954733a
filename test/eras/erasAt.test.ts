import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAbsent } from '../../src/domain/absent.js';
import { checkBoundaries, eraSteps } from '../../src/eras/eraSteps.js';
import { coordinationAt, type ErasAt, eraById, erasAt, judgedRange } from '../../src/eras/erasAt.js';
import { HELD_ERAS } from '../../src/eras/eraTable.js';

const at = (block: number, boundaries?: Record<string, number>): ErasAt => {
  const found = erasAt(block, boundaries);
  assert.ok(!isAbsent(found), `block ${block} is refused`);
  return found;
};
const others = (found: ErasAt): string[] => found.others.map((era) => era.id);
const refused = (block: number, boundaries?: Record<string, number>): string => {
  const found = erasAt(block, boundaries);
  assert.ok(isAbsent(found), `block ${block} is judged`);
  assert.equal(found.absent, 'unknown');
  return found.why;
};

test('boundaries stand in order: of every two eras no bound of the later one lies before', () => {
  const steps = eraSteps({});
  assert.deepEqual(
    steps.map((step) => step.id),
    ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12', 'END'],
  );
  steps.forEach((step, index) => {
    const { earliest, block, latest } = step.from;
    assert.ok(earliest <= block && block <= latest, step.id);
    const before = steps[index - 1]?.from;
    if (before === undefined) return;
    assert.ok(before.earliest <= earliest && before.block < block && before.latest <= latest, step.id);
  });
});

test('P11 is exact at its beginning, and stays possible to the end', () => {
  const first = at(8_382_960);
  assert.equal(first.era.id, 'P11');
  assert.deepEqual(others(first), []);
  assert.match(first.why, /configured/);
  assert.equal(at(8_388_547).era.id, 'P11');
  const late = at(8_388_720);
  assert.equal(late.era.id, 'P12');
  assert.deepEqual(others(late), ['P11']);
  assert.match(late.why, /may also have run P11/);
  assert.deepEqual(others(at(8_480_508)), ['P11']);
});

test('between the guesses every era that is possible is named, the nearest first', () => {
  const found = at(8_340_000);
  assert.equal(found.era.id, 'P8');
  assert.deepEqual(others(found), ['P7', 'P9', 'P10']);
  assert.equal(at(8_340_001), found, 'the same answer is one object');
  const late = at(8_382_959);
  assert.equal(late.era.id, 'P10');
  assert.deepEqual(others(late), ['P9', 'P8', 'P7']);
  const early = at(8_255_000);
  assert.equal(early.era.id, 'P4');
  assert.deepEqual(others(early), ['P5', 'P6']);
});

test('where the rule text is not held nothing is judged, and the era is named', () => {
  for (const [block, id] of [
    [8_062_909, 'P0'],
    [8_150_000, 'P1'],
    [8_200_000, 'P2'],
    [8_220_000, 'P3'],
    [8_240_000, 'P3'],
    [8_250_108, 'P3'],
  ] as const) {
    assert.match(refused(block), /rule text not held/);
    assert.match(refused(block), new RegExp(`era ${id}\\b`, 'i'));
  }
  assert.match(refused(8_062_908), /before the first known block/);
  assert.match(refused(0), /before the first known block/);
  for (const block of [8_480_509, 8_487_709, 9_000_000]) {
    assert.match(refused(block), /replaced by another mechanism/);
    assert.doesNotMatch(refused(block), /rule text not held/);
  }
  assert.deepEqual(judgedRange(), { first: 8_250_109, last: 8_480_508 });
  assert.equal(at(8_250_109).era.id, 'P4');
});

test('a boundary that the operator knows counts as exact', () => {
  const given = { P9: 8_370_000 };
  assert.deepEqual(at(8_370_000, given).era.id, 'P9');
  assert.deepEqual(others(at(8_370_000, given)), ['P10']);
  assert.equal(at(8_370_000, given).era.from.basis, 'operator');
  assert.deepEqual(others(at(8_369_999, given)), ['P7']);
  assert.equal(at(8_369_999, given).era.id, 'P8');
  assert.equal(at(8_382_960, given).era, eraById('P11'), 'what is not moved stays the same');
  assert.equal(at(8_228_600, { P4: 8_228_520 }).era.id, 'P4', 'opens a range that is refused otherwise');
  assert.deepEqual(others(at(8_228_600, { P4: 8_228_520, P5: 8_240_000 })), []);
  assert.match(refused(8_228_519, { P4: 8_228_520 }), /P3/);
  assert.match(refused(8_400_000, { END: 8_400_000 }), /replaced/);
  assert.equal(at(8_399_999, { END: 8_400_000 }).era.id, 'P12');
  const all = { P4: 8_214_480, P5: 8_236_080, P6: 8_280_000, P7: 8_308_080, P8: 8_330_400, P9: 8_344_800 };
  assert.deepEqual(others(at(8_335_000, { ...all, P10: 8_358_480 })), []);
});

test('boundaries that cannot be are refused by name', () => {
  for (const [boundaries, says] of [
    [{ P13: 8_400_000 }, /no era is called P13/],
    [{ p9: 8_370_000 }, /no era is called p9/],
    [{ __proto__x: 1 }, /no era is called/],
    [{ P9: 8_370_000.5 }, /no block number/],
    [{ P9: Number.NaN }, /no block number/],
    [{ P9: -1 }, /no block number/],
    [{ P9: 8_340_000, P8: 8_350_000 }, /P8 and P9 contradict/],
    [{ P9: 8_390_000 }, /P9 and P11 contradict/],
    [{ P12: 8_382_000 }, /P11 and P12 contradict/],
    [{ P0: 8_500_000 }, /P0 and P11 contradict/],
  ] as const) {
    const given = boundaries as unknown as Record<string, number>;
    assert.match(checkBoundaries(given) ?? '', says);
    assert.throws(() => erasAt(8_383_000, given), RangeError);
  }
  assert.equal(checkBoundaries({}), null);
  assert.equal(checkBoundaries({ P9: 8_370_000, END: 8_480_000 }), null);
});

test('with any boundaries in order, each block has its era, and what is exact has no other', () => {
  const ids = HELD_ERAS.map((era) => era.id);
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 8_200_000, max: 8_480_000 }), { minLength: 9, maxLength: 9 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      (blocks, offset) => {
        blocks.sort((a, b) => a - b);
        const boundaries = Object.fromEntries(ids.map((id, index) => [id, blocks[index] ?? 0]));
        const block = (blocks[0] ?? 0) + (offset % (8_480_508 - (blocks[0] ?? 0)));
        const found = at(block, boundaries);
        const expected = blocks.findLastIndex((first) => first <= block);
        assert.equal(found.era.id, ids[expected]);
        assert.deepEqual(found.others, []);
      },
    ),
  );
});

test('a given boundary holds on both of its sides, and what is not given stays in order around it', () => {
  const all = eraSteps({}).map((step) => step.id);
  const free = all.filter((id) => !['P0', 'P11', 'P12', 'END'].includes(id));
  fc.assert(
    fc.property(
      fc.subarray(free, { minLength: 1 }),
      fc.uniqueArray(fc.integer({ min: 8_062_910, max: 8_382_959 }), { minLength: 10, maxLength: 10 }),
      (ids, blocks) => {
        const sorted = blocks.slice(0, ids.length).sort((a, b) => a - b);
        const boundaries = Object.fromEntries(ids.map((id, index) => [id, sorted[index] ?? 0]));
        const steps = eraSteps(boundaries);
        steps.forEach((step, index) => {
          const { earliest, block, latest } = step.from;
          assert.ok(earliest <= block && block <= latest, `${step.id}: ${earliest} ${block} ${latest}`);
          const last = steps[index - 1]?.from;
          if (last === undefined) return;
          assert.ok(last.earliest <= earliest && last.block <= block && last.latest <= latest, step.id);
        });
        const named = (block: number): string[] => {
          const found = erasAt(block, boundaries);
          return isAbsent(found) ? [] : [found.era, ...found.others].map((era) => era.id);
        };
        for (const [id, block] of Object.entries(boundaries)) {
          const earlier = named(block).filter((one) => all.indexOf(one) < all.indexOf(id));
          assert.deepEqual(earlier, [], `before ${id}`);
          assert.ok(!named(block - 1).includes(id), `${id} before its beginning`);
          if (named(block).length > 0) assert.equal(named(block)[0], id);
        }
      },
    ),
  );
});

test('every block is judged with the era that it lies in, or refused; never both', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8_000_000, max: 8_600_000 }), (block) => {
      const found = erasAt(block);
      const { first, last } = judgedRange();
      assert.equal(isAbsent(found), block < first || block > last);
      if (isAbsent(found)) return;
      const named = [found.era, ...found.others].map((era) => era.id);
      assert.equal(new Set(named).size, named.length);
      assert.ok(found.era.from.block <= block);
    }),
  );
});

test('coordination by block: none in P0, protocol 1 in P1 and P2, protocol 2 from P3 on', () => {
  const protocol = (block: number): number | null => {
    const found = coordinationAt(block);
    return isAbsent(found) ? null : found.protocol;
  };
  assert.equal(protocol(8_000_000), null);
  assert.equal(protocol(8_100_000), null);
  assert.equal(protocol(8_130_000), 1);
  assert.equal(protocol(8_213_000), 1);
  assert.equal(protocol(8_214_109), 2);
  assert.equal(protocol(8_240_000), 2);
  assert.equal(protocol(8_383_000), 2);
  assert.equal(protocol(8_490_000), null);
  const early = coordinationAt(8_300_000);
  assert.ok(!isAbsent(early) && early.joinWindow === null, 'the join window of 180 blocks is of P11');
});

test('eraById knows what is held', () => {
  assert.equal(eraById('P7')?.policy.klMode, 'tail_bucket');
  assert.equal(eraById('P3'), null);
  assert.equal(eraById('toString'), null);
});
