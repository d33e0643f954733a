import type { AnswerItem } from '../../domain/item.js';
import type { PyRandom } from '../../python/random.js';
import { floorDiv, floorMod, gcd } from './integers.js';
import { type Kinds, perItem } from './perItem.js';

type Drawn = readonly [question: string, gold: number];

/** Kinds of arithmetic questions in the order of the rule (rule: item draws, docs/methodology.md). */
const KINDS: Kinds<Drawn> = {
  modular_linear: (r) => {
    const [a, b, c] = [r.randint(2, 11), r.randint(2, 11), r.randint(1, 49)];
    const [x, y] = [r.randint(7, 39), r.randint(7, 39)];
    const m = r.choice([7, 11, 13, 17, 19, 23, 29, 31]);
    return [
      `Let x be ${x} and y be ${y}. What remains when ${a}x + ${b}y + ${c} is divided by ${m}?`,
      floorMod(a * x + b * y + c, m),
    ];
  },
  rate_distance: (r) => {
    const slow = r.randint(40, 80);
    const fast = slow + r.randint(8, 28);
    const [hours, ahead] = [r.randint(2, 9), r.randint(0, 30)];
    return [
      `Two vans leave a depot on the same road. The first drives ${slow} km each hour and starts ${ahead} km down the road; the second drives ${fast} km each hour from the depot itself. By how many km is the second ahead of the first after ${hours} hours? (A negative number means that it is behind.)`,
      (fast - slow) * hours - ahead,
    ];
  },
  mixture: (r) => {
    const [v1, p1] = [r.randint(20, 80), r.choice([10, 15, 20, 25, 30, 40])];
    const [v2, p2] = [r.randint(20, 80), r.choice([50, 60, 70, 80, 90])];
    return [
      `A vat gets ${v1} litres of syrup at ${p1} percent sugar and ${v2} litres at ${p2} percent. Give litres times percent, added over both.`,
      v1 * p1 + v2 * p2,
    ];
  },
  percentage: (r) => {
    const base = r.randint(200, 1500);
    const percent = r.choice([5, 8, 10, 12, 15, 20, 25, 30, 40]);
    const extra = r.randint(7, 80);
    return [
      `A shop sold ${base} lamps. ${percent} percent of them came back (round down to whole lamps), and ${extra} more came back from another shop. How many came back in all?`,
      floorDiv(base * percent, 100) + extra,
    ];
  },
  gcd_lcm: (r) => {
    const [x, y] = [r.randint(60, 999), r.randint(60, 999)];
    const asked = r.choice(['gcd', 'lcm']);
    return asked === 'gcd'
      ? [`What is the largest whole number that divides both ${x} and ${y}?`, gcd(x, y)]
      : [`What is the smallest positive number that both ${x} and ${y} divide?`, (x / gcd(x, y)) * y];
  },
  polynomial_eval: (r) => {
    const [a, b, c, x] = [r.randint(-7, 7), r.randint(-12, 12), r.randint(-25, 25), r.randint(-6, 6)];
    return [`Put x = ${x} into (${a})x^2 + (${b})x + (${c}). What comes out?`, a * x * x + b * x + c];
  },
  arithmetic_series: (r) => {
    const [first, step, n] = [r.randint(1, 25), r.randint(1, 9), r.randint(8, 30)];
    return [
      `A row of ${n} numbers begins with ${first} and each next one is ${step} larger. What is their sum?`,
      (n * (2 * first + (n - 1) * step)) / 2,
    ];
  },
  geometric_series: (r) => {
    const [first, ratio, n] = [r.randint(2, 9), r.choice([2, 3]), r.randint(4, 8)];
    return [
      `A row of ${n} numbers begins with ${first} and each next one is ${ratio} times the one before. What is their sum?`,
      (first * (ratio ** n - 1)) / (ratio - 1),
    ];
  },
  digit_sum: (r) => {
    const [n, k] = [r.randint(10_000, 999_999), r.randint(2, 9)];
    const [sign, offset] = [r.choice(['minus', 'plus']), r.randint(1, 19)];
    const digits = [...String(n)].reduce((sum, digit) => sum + Number(digit), 0);
    return [
      `Add up the digits of ${n}, multiply by ${k}, ${sign === 'minus' ? 'then take away' : 'then add'} ${offset}. What is the result?`,
      digits * k + (sign === 'minus' ? -offset : offset),
    ];
  },
  unit_conversion: (r) => {
    const [hours, minutes] = [r.randint(2, 14), r.randint(0, 59)];
    return [`How many minutes are ${hours} hours and ${minutes} minutes?`, 60 * hours + minutes];
  },
  simultaneous,
  factorial_mod: (r) => {
    const p = r.choice([7, 11, 13, 17, 19, 23]);
    const n = r.randint(2, p - 1);
    let rest = 1;
    for (let i = 2; i <= n; i++) rest = (rest * i) % p;
    return [`Multiply all whole numbers from 1 to ${n}. What remains on division by ${p}?`, rest];
  },
  set_intersect: (r) => {
    const [a, b] = [r.randint(40, 80), r.randint(40, 80)];
    const both = r.randint(5, Math.min(a, b) - 5);
    return [
      `${a} members row and ${b} members swim; ${both} of them do both. How many do at least one of the two?`,
      a + b - both,
    ];
  },
  probability_count: (r) => {
    const total = r.randint(8, 18);
    const red = r.randint(2, total - 4);
    const blue = r.randint(2, total - red - 1);
    const asked = r.choice(['red', 'blue', 'neither']);
    const count = { red, blue, neither: total - red - blue }[asked] as number;
    return [
      `A bag holds ${total} beads, ${red} of them red and ${blue} blue. With what chance in percent is one bead taken blindly ${asked === 'neither' ? 'neither red nor blue' : asked}? Round down.`,
      floorDiv(100 * count, total),
    ];
  },
  triangle_area: (r) => {
    const [base, height] = [r.choice([6, 8, 10, 12, 14, 16]), r.choice([5, 7, 9, 11, 13, 15])];
    return [
      `What is the area of a triangle with a side of ${base} and a height of ${height} on it?`,
      (base * height) / 2,
    ];
  },
  coin_change: (r) => {
    const target = r.choice([12, 15, 20, 25, 30, 35]);
    return [
      `In how many ways can ${target} cents be paid with coins of 1 and 5 cents when order does not matter?`,
      floorDiv(target, 5) + 1,
    ];
  },
  time_arithmetic: (r) => {
    const [hour, minute, hours, minutes] = [
      r.randint(1, 12),
      r.randint(0, 59),
      r.randint(2, 14),
      r.randint(5, 55),
    ];
    const then = (hour * 60 + minute + hours * 60 + minutes) % 720;
    return [
      `A dial clock with twelve hours shows ${hour}:${String(minute).padStart(2, '0')}. What does it show ${hours} hours and ${minutes} minutes later? Write hour and minutes as one number: 4:05 is 405.`,
      (floorDiv(then, 60) || 12) * 100 + (then % 60),
    ];
  },
  proportion: (r) => {
    const [scale, base, other] = [r.choice([3, 4, 5, 6, 7, 8]), r.randint(20, 90), r.randint(40, 200)];
    return [
      `${scale} jars hold ${base} grams of salt. How many grams do ${other} such jars hold? Round down.`,
      floorDiv(base * other, scale),
    ];
  },
};

function simultaneous(r: PyRandom): Drawn {
  const [x, y] = [r.randint(-9, 12), r.randint(-9, 12)];
  const [a1, b1] = [r.randint(1, 7), r.randint(1, 7)];
  let [a2, b2] = [r.randint(1, 7), r.randint(1, 7)];
  while (a1 * b2 - a2 * b1 === 0) [a2, b2] = [r.randint(1, 7), r.randint(1, 7)];
  const asked = r.choice(['x_minus_y', 'x_plus_y', 'x_times_y']);
  const [words, gold] =
    asked === 'x_minus_y'
      ? (['x minus y', x - y] as const)
      : asked === 'x_plus_y'
        ? (['x plus y', x + y] as const)
        : (['x times y', x * y] as const);
  return [
    `Two numbers satisfy ${a1}x + ${b1}y = ${a1 * x + b1 * y} and ${a2}x + ${b2}y = ${a2 * x + b2 * y}. What is ${words}?`,
    gold,
  ];
}

/** Arithmetic questions with a whole number as answer. */
export const mathItems = (seed: number, count: number): AnswerItem[] =>
  perItem(seed, count, KINDS).map(([kind, [question, gold]]) => ({
    source: `procedural_math/${kind}`,
    question: `${question} End with a line of four number signs and the number, like "#### 17".`,
    gold: String(gold === 0 ? 0 : gold),
  }));
