import type { CodeItem } from '../../domain/item.js';
import type { PyRandom } from '../../python/random.js';
import { type Kinds, perItem, times } from './perItem.js';
import { pyRepr } from './pyRepr.js';

/** A drawn function: its entry point, what it does, and its cases as values. */
export interface DrawnFunction {
  readonly entry: string;
  readonly parameters: string;
  readonly task: string;
  readonly cases: readonly (readonly [args: readonly unknown[], expected: unknown])[];
}

const LETTERS = [...'abcdef'];
const WRONG_ENDS = [...'xyz'];
const MIXED = [...'abcdefABCDEF12!?'];

const numbers = (r: PyRandom, shortest: number, longest: number, low: number, high: number): number[] =>
  times(r.randint(shortest, longest), () => r.randint(low, high));
const letters = (r: PyRandom, shortest: number, longest: number, from: readonly string[]): string =>
  times(r.randint(shortest, longest), () => r.choice(from)).join('');
const digitSum = (n: number): number => [...String(n)].reduce((sum, digit) => sum + Number(digit), 0);

/** Kinds of functions in the order of the rule (rule: item draws, docs/methodology.md). */
const KINDS: Kinds<DrawnFunction> = {
  transform_list: (r) => {
    const op = r.choice(['double', 'square', 'abs', 'negate', 'increment_by_k'] as const);
    const k = op === 'increment_by_k' ? r.randint(2, 9) : 0;
    const one = {
      double: (x: number) => 2 * x,
      square: (x: number) => x * x,
      abs: (x: number) => Math.abs(x),
      negate: (x: number) => 0 - x,
      increment_by_k: (x: number) => x + k,
    }[op];
    const words = {
      double: 'each number twice as large',
      square: 'each number multiplied by itself',
      abs: 'each number without its sign',
      negate: 'each number with the other sign',
      increment_by_k: `${k} added to each number`,
    }[op];
    return {
      entry: 'transform',
      parameters: 'xs',
      task: `Give back a new list with ${words}.`,
      cases: times(4, () => numbers(r, 2, 6, -9, 9)).map((xs) => [[xs], xs.map(one)]),
    };
  },
  aggregate_list: (r) => {
    const op = r.choice(['sum_evens', 'max_minus_min', 'count_positives', 'product_nonzero'] as const);
    const words = {
      sum_evens: 'the sum of the even numbers in xs',
      max_minus_min: 'the largest number in xs less the smallest',
      count_positives: 'how many numbers in xs are above zero',
      product_nonzero: 'the product of the numbers in xs that are not zero (0 when all are)',
    }[op];
    return {
      entry: 'aggregate',
      parameters: 'xs',
      task: `Give back ${words}.`,
      cases: times(4, () => numbers(r, 2, 8, -7, 7)).map((xs) => [[xs], AGGREGATES[op](xs)]),
    };
  },
  string_predicate: stringPredicate,
  digit_sum: (r) => {
    const op = r.choice(['digit_sum', 'digital_root', 'count_divisors'] as const);
    const words = {
      digit_sum: 'the sum of the decimal digits of n',
      digital_root: 'the one digit that is left when the sum of digits of n is taken again and again',
      count_divisors: 'how many positive whole numbers divide n',
    }[op];
    return {
      entry: op,
      parameters: 'n',
      task: `Give back ${words}.`,
      cases: [...times(4, () => r.randint(1, 999)), 1].map((n) => [[n], OF_NUMBER[op](n)]),
    };
  },
  window_sum: (r) => ({
    entry: 'window_max_sum',
    parameters: 'xs, k',
    task: 'Give back the largest sum of k neighbouring numbers in xs.',
    cases: times(5, () => {
      const xs = numbers(r, 3, 8, -5, 9);
      return [xs, r.randint(1, xs.length)] as const;
    }).map(([xs, k]) => [[xs, k], Math.max(...windows(xs, k))]),
  }),
  pair_count: (r) => {
    const target = r.randint(3, 12);
    return {
      entry: 'pair_count',
      parameters: 'xs',
      task: `Give back how many pairs of different places in xs hold numbers with the sum ${target}.`,
      cases: times(5, () => numbers(r, 3, 8, 0, target)).map((xs) => [
        [xs],
        xs.reduce((count, x, i) => count + xs.slice(i + 1).filter((y) => x + y === target).length, 0),
      ]),
    };
  },
  run_length: (r) => ({
    entry: 'rle',
    parameters: 's',
    task: 'Give back a list of (character, count) tuples, one for each run of equal characters in s.',
    cases: times(5, () =>
      times(r.randint(1, 4), () => r.choice([...'abcd']).repeat(r.randint(1, 3))).join(''),
    ).map((text) => [[text], (text.match(/(.)\1*/g) ?? []).map((run) => ({ tuple: [run[0], run.length] }))]),
  }),
  string_transform: (r) => {
    const op = r.choice(['alternate_case', 'repeat_each_char', 'swap_pairs'] as const);
    const k = op === 'repeat_each_char' ? r.randint(2, 4) : 0;
    const [entry, words, one] = {
      alternate_case: [
        'alternate_case',
        's with its characters in upper and lower case by turns, upper case first',
        (s: string) => [...s].map((c, i) => (i % 2 === 0 ? c.toUpperCase() : c.toLowerCase())).join(''),
      ] as const,
      repeat_each_char: [
        'repeat_chars',
        `s with each character written ${k} times`,
        (s: string) => [...s].map((c) => c.repeat(k)).join(''),
      ] as const,
      swap_pairs: [
        'swap_pairs',
        's with the first and second character exchanged, the third and fourth, and so on; a last single one stays',
        (s: string) => s.replace(/(.)(.)/g, '$2$1'),
      ] as const,
    }[op];
    return {
      entry,
      parameters: 's',
      task: `Give back ${words}.`,
      cases: times(5, () => letters(r, 0, 7, MIXED)).map((s) => [[s], one(s)]),
    };
  },
};

const AGGREGATES = {
  sum_evens: (xs: readonly number[]) => xs.reduce((sum, x) => (x % 2 === 0 ? sum + x : sum), 0),
  max_minus_min: (xs: readonly number[]) => Math.max(...xs) - Math.min(...xs),
  count_positives: (xs: readonly number[]) => xs.filter((x) => x > 0).length,
  product_nonzero: (xs: readonly number[]) => {
    const counted = xs.filter((x) => x !== 0);
    return counted.length === 0 ? 0 : counted.reduce((product, x) => product * x, 1);
  },
};

const OF_NUMBER = {
  digit_sum: digitSum,
  digital_root: (n: number) => 1 + ((n - 1) % 9),
  count_divisors: (n: number) => times(n, (i) => i + 1).filter((d) => n % d === 0).length,
};

function windows(xs: readonly number[], k: number): number[] {
  return times(xs.length - k + 1, (i) => xs.slice(i, i + k).reduce((sum, x) => sum + x, 0));
}

function stringPredicate(r: PyRandom): DrawnFunction {
  const op = r.choice(['is_palindrome', 'is_anagram_pair', 'is_balanced_brackets'] as const);
  if (op === 'is_palindrome') {
    const texts = times(4, () => {
      if (r.random() >= 0.5) return letters(r, 2, 6, LETTERS);
      const half = letters(r, 1, 4, LETTERS);
      return half + reversed(half);
    });
    return {
      entry: 'is_palindrome',
      parameters: 's',
      task: 'Say whether s reads the same from both ends.',
      cases: [...texts, ''].map((s) => [[s], s === reversed(s)]),
    };
  }
  if (op === 'is_anagram_pair') {
    const pairs = times(4, () => {
      const base = letters(r, 3, 6, LETTERS);
      if (r.random() >= 0.5) return [base, base.slice(0, -1) + r.choice(WRONG_ENDS)] as const;
      const shuffled = [...base];
      r.shuffle(shuffled);
      return [shuffled.join(''), base] as const;
    });
    const sorted = (s: string): string => [...s].sort().join('');
    return {
      entry: 'is_anagram',
      parameters: 'a, b',
      task: 'Say whether a and b hold the same characters equally often.',
      cases: pairs.map(([a, b]) => [[a, b], sorted(a) === sorted(b)]),
    };
  }
  const texts = times(4, () => {
    const n = r.randint(0, 4);
    if (r.random() < 0.5) return '('.repeat(n) + ')'.repeat(n);
    return times(2 * n, () => (r.random() < 0.5 ? '(' : ')')).join('');
  });
  return {
    entry: 'is_balanced',
    parameters: 's',
    task: 'Say whether every round bracket in s is opened before it is closed, and closed; skip other characters.',
    cases: [...texts, '(a(b)c)d'].map((s) => [[s], isBalanced(s)]),
  };
}

const reversed = (s: string): string => [...s].reverse().join('');

function isBalanced(text: string): boolean {
  let open = 0;
  for (const c of text) {
    if (c === '(') open += 1;
    if (c === ')') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** Functions to write, each with five or fewer calls and their results. */
export const codeItems = (seed: number, count: number): CodeItem[] =>
  perItem(seed, count, KINDS).map(([kind, { entry, parameters, task, cases }], index) => ({
    source: `procedural_code/${kind}`,
    taskId: `v27/${kind}/${String(index).padStart(2, '0')}`,
    prompt: `def ${entry}(${parameters}):\n    """${task}"""\n`,
    entryPoint: entry,
    cases: cases.map(([args, expected]) => [args.map(pyRepr).join(', '), pyRepr(expected)] as const),
  }));
