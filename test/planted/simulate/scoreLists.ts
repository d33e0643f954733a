import type { Random } from './random.js';
import { paired } from './truth/statistics.js';

/** Values are whole micro-nats here, so that a published decimal can be hit exactly. */
const MICRO = 1e-6;
const toNats = (micros: readonly number[]): number[] => micros.map((one) => one / 1_000_000);

/** Prompts differ in difficulty: a list that all contenders of a round share, in micro-nats. */
export function difficulty(random: Random, n: number, level: number): number[] {
  return Array.from({ length: n }, () =>
    Math.max(50_000, Math.round((level + 0.25 * level * random.normal()) / MICRO)),
  );
}

/** How a challenger stands to the king: the line that its duel lies on, and on which side. */
export type Standing =
  /** To the challenger before it, not to the king. */
  | { readonly line: 'step'; readonly z: number; readonly spread: number }
  | { readonly line: 'z'; readonly z: number; readonly spread: number }
  | { readonly line: 'lcb'; readonly offset: number; readonly spread: number }
  | { readonly line: 'alpha'; readonly offset: number; readonly spread: number }
  | { readonly line: 'mean'; readonly offset: number }
  | { readonly line: 'spikes'; readonly count: number; readonly mean: number }
  | { readonly line: 'identical' }
  | { readonly line: 'level'; readonly mean: number };

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Adds whole micro-nats so that the sum of the list grows by `total`. */
function raise(list: readonly number[], total: number): number[] {
  const each = Math.trunc(total / list.length);
  const rest = total - each * list.length;
  return list.map((one, i) => one + each + (i < Math.abs(rest) ? Math.sign(rest) : 0));
}

/** Centred differences with the given standard deviation, in micro-nats. */
function centred(random: Random, n: number, spread: number): number[] {
  const raw = Array.from({ length: n }, () => Math.round((spread * random.normal()) / MICRO));
  return raise(raw, -sum(raw));
}

/** A challenger's list against the king's: exactly on a line, or so many standard errors from it. */
export function listOf(random: Random, king: readonly number[], standing: Standing): number[] {
  const n = king.length;
  if (standing.line === 'identical') return [...king];
  if (standing.line === 'level') {
    const target = Math.round((standing.mean * n) / MICRO);
    const varied = standing.mean < 0.01 ? king.map(() => 0) : centred(random, n, standing.mean / 50);
    return raise(varied, target - sum(varied));
  }
  if (standing.line === 'spikes') {
    const list = new Array<number>(n).fill(0);
    const places = random.shuffled(list.map((_, i) => i)).slice(0, standing.count);
    for (const place of places) list[place] = Math.round((standing.mean * n) / MICRO / standing.count);
    return list;
  }
  if (standing.line === 'mean') return raise(king, -standing.offset * n);
  const shape = centred(random, n, standing.spread);
  const target = totalFor(standing, shape);
  const deltas = raise(shape, target);
  return king.map((value, i) => value - (deltas[i] as number));
}

/** Sum of the differences, in micro-nats, that puts mean - 1.96 se, or p, on its line. */
function totalFor(standing: Extract<Standing, { spread: number }>, shape: readonly number[]): number {
  const n = shape.length;
  const zeros = shape.map(() => 0);
  const seOf = (total: number): number => {
    const test = paired(toNats(raise(shape, total)), zeros, 1.96);
    return test === null ? 0 : test.se;
  };
  const wanted =
    standing.line === 'z' || standing.line === 'step'
      ? standing.z
      : standing.line === 'lcb'
        ? 1.96
        : 1.880793608151251;
  let total = Math.round((wanted * seOf(0) * n) / MICRO);
  if (standing.line === 'lcb') total += Math.round(standing.offset * n);
  if (standing.line === 'alpha') {
    // One micro of p is about 15 micros of z.
    total += Math.round((standing.offset * 1.5e-5 * seOf(0) * n) / MICRO);
  }
  return total;
}

/** Micro-nats as the scores of a model: nats, six decimals. */
export const natsOf = (micros: readonly number[]): number[] => toNats(micros);

/** The same scores as another engine measures them: every value off by at most `noise` nats. */
export const measuredAgain = (random: Random, nats: readonly number[], noise: number): number[] =>
  noise === 0 ? [...nats] : nats.map((one) => one + noise * (2 * random.unit() - 1));
