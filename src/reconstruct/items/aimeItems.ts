import type { AnswerItem } from '../../domain/item.js';
import { gcd } from './integers.js';
import { type Kinds, perItem, times } from './perItem.js';

type Drawn = readonly [question: string, gold: number];

/** Kinds of contest questions in the order of the rule (rule: item draws, docs/methodology.md). */
const KINDS: Kinds<Drawn> = {
  chained_modular: (r) => {
    const [a, b, n] = [r.randint(2, 9), r.randint(2, 9), r.randint(7, 19)];
    const m = r.choice([97, 101, 103, 107, 109, 113]);
    let rest = b % m;
    for (let i = 0; i < n; i++) rest = (rest * a) % m;
    return [`Begin with ${b} and multiply by ${a}, ${n} times. What remains on division by ${m}?`, rest];
  },
  diophantine: (r) => {
    const x = r.randint(2, 11);
    const y = r.randint(x, 13);
    return [
      `Two positive whole numbers have the sum ${x + y} and the product ${x * y}. What is the sum of their squares?`,
      x * x + y * y,
    ];
  },
  factor_chain: (r) => {
    const primes = [3, 5, 7, 11, 13, 17, 19];
    r.shuffle(primes);
    const [p, q, s] = primes as [number, number, number];
    const extra = r.randint(0, 50);
    return [
      `Take the sum of the prime factors of ${p * q * s} and add ${extra}. What is the result?`,
      p + q + s + extra,
    ];
  },
  lcm_residue: (r) => {
    const a = r.choice([6, 8, 10, 12, 14, 15]);
    let b = r.choice([7, 9, 11, 13, 16]);
    while (gcd(a, b) !== 1) b = r.choice([7, 9, 11, 13, 16, 17, 19]);
    const target = r.randint(2, a * b - 2);
    return [
      `Which number from 0 to ${a * b - 1} leaves ${target % a} on division by ${a} and ${target % b} on division by ${b}?`,
      target,
    ];
  },
  iterated_digit: (r) => {
    const start = r.randint(50, 500);
    let n = start;
    times(3, () => {
      n = 7 * [...String(n)].reduce((sum, digit) => sum + Number(digit), 0) + 3;
    });
    return [
      `Replace a number by seven times the sum of its digits, plus three. Do this three times, beginning with ${start}. What is the last number?`,
      n,
    ];
  },
};

/** Contest questions with a whole number as answer. */
export const aimeItems = (seed: number, count: number): AnswerItem[] =>
  perItem(seed, count, KINDS).map(([kind, [question, gold]]) => ({
    source: `procedural_aime/${kind}`,
    question: `${question} End with a line of four number signs and the number, like "#### 17".`,
    gold: String(gold),
  }));
