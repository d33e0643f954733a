import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PyRandom } from '../../src/python/random.js';

const words = (seed: number | bigint | string, count: number): number[] => {
  const random = new PyRandom(seed);
  return Array.from({ length: count }, () => Number(random.getrandbits(32)));
};
const shuffled = (seed: string, count: number): number[] => {
  const items = Array.from({ length: count }, (_, i) => i);
  new PyRandom(seed).shuffle(items);
  return items;
};
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

// Expected values: random.Random of CPython 3.11.7.
describe('PyRandom', () => {
  it('seeds from ints of any size and sign', () => {
    assert.deepEqual(words(8383680, 4), [2844188857, 1713402475, 1185430102, 463568180]);
    assert.deepEqual(words(8384400, 4), [1102905025, 847084000, 3289246750, 2716307290]);
    assert.deepEqual(words(1234567n, 4), [4136668755, 1858453631, 1012465028, 291161803]);
    assert.deepEqual(words(0, 4), [3626764237, 1654615998, 3255389356, 3823568514]);
    assert.deepEqual(words(2n ** 64n - 1n, 3), [93740670, 1068495656, 1452108352]);
    assert.deepEqual(words(-1, 3), [577090037, 2444712010, 3639700191]);
    assert.deepEqual(words(-1, 3), words(1, 3));
    assert.deepEqual(words(2n ** 19937n + 12345n, 3), [2922167514, 1256544355, 1042082227]);
  });

  it('seeds from text and shuffles', () => {
    assert.deepEqual(words('ab'.repeat(32), 1), [2319390626]);
    assert.deepEqual(
      shuffled('ab'.repeat(32), 20),
      [2, 10, 18, 12, 8, 1, 6, 14, 11, 9, 15, 16, 19, 13, 5, 0, 4, 7, 3, 17],
    );
    assert.deepEqual(words('00abcdef1234', 1), [3603317472]);
    assert.deepEqual(
      shuffled('00abcdef1234', 20),
      [9, 8, 10, 7, 14, 3, 15, 12, 6, 13, 16, 17, 0, 4, 2, 1, 18, 11, 19, 5],
    );
    assert.deepEqual(words('abcdef1234', 1), [3488998283]);
    assert.notDeepEqual(words('ABCDEF1234', 1), words('abcdef1234', 1));
  });

  it('takes steps of a range, both ways', () => {
    const random = new PyRandom(7);
    const up = range(6).map(() => random.randrange(10, 100, 7));
    const down = range(6).map(() => random.randrange(100, 10, -7));
    assert.deepEqual(up, [45, 24, 52, 80, 10, 17]);
    assert.deepEqual(down, [44, 93, 65, 37, 100, 44]);
  });

  it('draws integers wider than one word', () => {
    const random = new PyRandom(7);
    const wide = range(4).map(() => random.randint(0, 2 ** 53 - 2));
    assert.deepEqual(wide, [8537610396283960, 3556250748849463, 434924069037136, 7397381398802227]);
    assert.deepEqual(
      range(3).map(() => random.randrange(2 ** 40)),
      [208460025899, 470330855157, 189139603672],
    );
  });

  it('samples from a pool or from a set, by size', () => {
    const last = (size: number, count: number): number[] =>
      new PyRandom(99).sample(range(size), count).slice(-5);
    assert.deepEqual(last(21, 5), [12, 20, 6, 5, 7]);
    assert.deepEqual(last(22, 5), [12, 6, 19, 5, 7]);
    assert.deepEqual(last(85, 21), [53, 27, 47, 74, 73]);
    assert.deepEqual(last(86, 21), [78, 75, 27, 47, 19]);
    assert.deepEqual(last(85, 20), [82, 53, 27, 47, 74]);
    assert.deepEqual(last(277, 22), [108, 77, 236, 273, 173]);
    assert.deepEqual(last(278, 22), [198, 108, 77, 236, 173]);
    assert.deepEqual(last(1045, 100), [263, 558, 413, 844, 782]);
    assert.deepEqual(last(1046, 100), [817, 689, 790, 848, 759]);
  });

  it('refuses what Python refuses', () => {
    const random = new PyRandom(1);
    assert.throws(() => random.choice([]), RangeError);
    assert.throws(() => random.sample([1, 2], 3), RangeError);
    assert.throws(() => random.randint(5, 4), RangeError);
    assert.throws(() => random.randrange(0, 10, 0), RangeError);
    assert.throws(() => random.getrandbits(-1), RangeError);
    assert.throws(() => new PyRandom(1.5), RangeError);
  });
});
