import type { CapabilityItem } from '../../domain/item.js';
import { PyRandom } from '../../python/random.js';
import { CAPABILITY_POOL } from './capabilityPool.js';
import { type Kinds, times } from './perItem.js';

/** The capability questions of a round: indices into the fixed pool, and drawn ones. */
export interface CapabilityDraw {
  readonly staticIndex: readonly number[];
  readonly drawn: readonly CapabilityItem[];
}

/** Words whose letters and vowels are counted: 54 of the lengths and vowel counts of the rule, in its order. */
export const COUNTED_WORDS = [
  'table',
  'banana',
  'sphinx',
  'chair',
  'elephant',
  'basket',
  'candle',
  'doctor',
  'fabric',
  'garlic',
  'hotel',
  'lantern',
  'opera',
  'jacket',
  'knife',
  'ladder',
  'metal',
  'umbrella',
  'napkin',
  'packet',
  'pencil',
  'medal',
  'rabbit',
  'sister',
  'potato',
  'temple',
  'camera',
  'velvet',
  'winter',
  'string',
  'yellow',
  'zipper',
  'guitar',
  'animal',
  'bread',
  'cabin',
  'dinner',
  'forest',
  'gallant',
  'orange',
  'hammer',
  'insect',
  'kitten',
  'market',
  'number',
  'octopus',
  'piano',
  'popular',
  'quality',
  'biscuit',
  'cookie',
  'tobacco',
  'educator',
  'university',
];

type Drawn = readonly [kind: 'int' | 'yesno' | 'word', question: string, answer: string | number];

const vowels = (word: string): number => word.replace(/[^aeiou]/g, '').length;
const numbers = (r: PyRandom, fewest: number, most: number): number[] =>
  times(r.randint(fewest, most), () => r.randint(1, 99));

/** Kinds of drawn questions in the order of the rule (rule: item draws, docs/methodology.md). */
const KINDS: Kinds<Drawn> = {
  add: (r) => {
    const [a, b] = [r.randint(17, 499), r.randint(17, 499)];
    return ['int', `How much is ${a} plus ${b}?`, a + b];
  },
  sub: (r) => {
    const [a, b] = [r.randint(100, 900), r.randint(10, 99)];
    return ['int', `How much is ${a} minus ${b}?`, a - b];
  },
  mul: (r) => {
    const [a, b] = [r.randint(2, 15), r.randint(2, 15)];
    return ['int', `How much is ${a} times ${b}?`, a * b];
  },
  div: (r) => {
    const [b, q] = [r.randint(2, 12), r.randint(2, 25)];
    return ['int', `How much is ${b * q} divided by ${b}?`, q];
  },
  mod: (r) => {
    const [a, b] = [r.randint(20, 200), r.randint(3, 9)];
    return ['int', `What remains when ${a} is divided by ${b}?`, a % b];
  },
  power_small: (r) => {
    const [a, b] = [r.randint(2, 7), r.randint(2, 4)];
    return ['int', `How much is ${a} to the power of ${b}?`, a ** b];
  },
  sum_digits: (r) => {
    const n = r.randint(100, 9999);
    return [
      'int',
      `What is the sum of the digits of ${n}?`,
      [...String(n)].reduce((sum, d) => sum + Number(d), 0),
    ];
  },
  even_or_odd: (r) => {
    const n = r.randint(10, 99_999);
    return ['word', `Is ${n} even or odd?`, n % 2 === 0 ? 'even' : 'odd'];
  },
  divisible_by: (r) => {
    const divisor = r.choice([3, 4, 5, 6, 7, 8, 9]);
    const n = r.randint(20, 999);
    return ['yesno', `Does ${divisor} divide ${n} without a rest?`, n % divisor === 0 ? 'yes' : 'no'];
  },
  count_chars: (r) => {
    const word = r.choice(COUNTED_WORDS);
    return ['int', `How many letters has the word "${word}"?`, word.length];
  },
  count_vowels: (r) => {
    const word = r.choice(COUNTED_WORDS);
    return ['int', `How many of the letters a, e, i, o, u stand in the word "${word}"?`, vowels(word)];
  },
  list_min: (r) => {
    const xs = numbers(r, 4, 6);
    return ['int', `Which is the smallest of ${xs.join(', ')}?`, Math.min(...xs)];
  },
  list_max: (r) => {
    const xs = numbers(r, 4, 6);
    return ['int', `Which is the largest of ${xs.join(', ')}?`, Math.max(...xs)];
  },
  count_evens: (r) => {
    const xs = numbers(r, 5, 8);
    return ['int', `How many of ${xs.join(', ')} are even?`, xs.filter((x) => x % 2 === 0).length];
  },
  which_larger: (r) => {
    let [a, b] = [r.randint(100, 9999), r.randint(100, 9999)];
    while (a === b) [a, b] = [r.randint(100, 9999), r.randint(100, 9999)];
    return ['int', `Which is larger, ${a} or ${b}?`, Math.max(a, b)];
  },
};

const NAMES = Object.keys(KINDS);

const ENDINGS = {
  int: 'Answer with the number only.',
  yesno: 'Answer yes or no.',
  word: 'Answer with one word.',
};

/** Draws the questions of the capability axis from one generator: the pool is shuffled first, then kinds and numbers. */
export function capabilityItems(block: bigint, fixed: number, drawn: number): CapabilityDraw {
  const r = new PyRandom(block);
  const order = times(CAPABILITY_POOL.length, (i) => i);
  r.shuffle(order);
  return {
    staticIndex: order.slice(0, fixed),
    drawn: times(drawn, (i) => {
      const draw = KINDS[r.choice(NAMES)] as Kinds<Drawn>[string];
      const [kind, question, answer] = draw(r, i);
      return { kind, question: `${question} ${ENDINGS[kind]}`, answers: [String(answer)] };
    }),
  };
}
