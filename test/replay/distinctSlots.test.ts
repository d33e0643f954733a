import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinctSlots } from '../../src/replay/teacher/distinctSlots.js';

/** What an engine would gather: a value that shows its id. */
const gathered = (topIds: readonly (readonly number[])[]): Float32Array =>
  Float32Array.from(topIds.flat(), (id) => -id - 0.5);

test('slots without a repeated id are asked for as they are, and given back untouched', () => {
  const { topIds, restore } = distinctSlots(Int32Array.of(4, 2, 9, 7, 8, 1), 3);
  assert.deepEqual(topIds, [[4, 2, 9], [7, 8, 1]]); // biome-ignore format: two rows
  const values = gathered(topIds);
  assert.equal(restore(values), values);
});

test('fillers are asked for as ids that the row does not name, and each takes the value of id 0', () => {
  const slots = Int32Array.of(5, 0, 0, 0, 3, 1, 0, 0, 2, 2, 2, 2);
  const { topIds, restore } = distinctSlots(slots, 4);
  assert.deepEqual(topIds, [[5, 0, 1, 2], [3, 1, 0, 2], [2, 0, 1, 3]]); // biome-ignore format: three rows
  for (const row of topIds) assert.equal(new Set(row).size, 4);
  assert.deepEqual(
    restore(gathered(topIds)),
    Float32Array.from(slots, (id) => -id - 0.5),
  );
});

test('every table of slots comes back as if each slot had been gathered alone', () => {
  let state = 5;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % below;
  };
  for (let round = 0; round < 200; round++) {
    const width = 1 + next(12);
    const slots = Int32Array.from({ length: width * (1 + next(5)) }, () => next(width + 1));
    const { topIds, restore } = distinctSlots(slots, width);
    for (const row of topIds) {
      assert.equal(new Set(row).size, width);
      assert.ok(row.every((id) => id <= width + 1), 'an id within the vocabulary'); // biome-ignore format: one line
    }
    assert.deepEqual(
      restore(gathered(topIds)),
      Float32Array.from(slots, (id) => -id - 0.5),
    );
  }
});
