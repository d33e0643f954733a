import type { RawResult } from '../../decide/axes.js';
import type { ComputedNumber, ComputedNumbers } from '../../diff/recompute/computedNumber.js';
import { round as pyRound } from '../../python/round.js';
import { listIn, numberIn, partOf } from './rawField.js';
import type { RowFacts } from './viewFacts.js';

/** Probes that grade 1 to 5, with the list of their grades. */
const GRADED: readonly (readonly [probe: string, list: string])[] = [
  ['judge_probe', 'per_prompt'],
  ['chat_turns_probe', 'per_convo'],
];
const MOST_GRADES = 1000;

/** Aggregates inside a raw result: the share that a bench solved, and the means of the graded probes. */
export function rawNumbers({ row }: RowFacts): ComputedNumbers {
  const { raw } = row;
  if (raw === undefined) return { numbers: [], notComputed: [] };
  return { numbers: [...benchNumbers(raw), ...gradeNumbers(raw)], notComputed: [] };
}

const isCount = (value: number | null): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function benchNumbers(raw: RawResult): ComputedNumber[] {
  const numbers: ComputedNumber[] = [];
  for (const name of Object.keys(raw).filter((key) => key.endsWith('_bench') || key === 'capability')) {
    const bench = partOf(raw, name);
    const n = numberIn(bench, 'n');
    const correct = numberIn(bench, 'correct');
    const published = numberIn(bench, 'pass_frac');
    if (bench?.error || !isCount(n) || n === 0 || !isCount(correct) || published === null) continue;
    const recomputed = pyRound(correct / n, 3);
    numbers.push({ name: `last_eval.${name}.pass_frac`, recomputed, published, cause: 'scores' });
  }
  return numbers;
}

function gradeNumbers(raw: RawResult): ComputedNumber[] {
  const numbers: ComputedNumber[] = [];
  for (const [name, list] of GRADED) {
    const probe = partOf(raw, name);
    const items = listIn(probe, list);
    if (probe === null || items.length === 0 || items.length > MOST_GRADES) continue;
    const grades = items.flatMap((item) => {
      const isRecord = typeof item === 'object' && item !== null && !Array.isArray(item);
      const score = isRecord ? numberIn(item as RawResult, 'score') : null;
      return score === null ? [] : [score];
    });
    const add = (key: string, recomputed: number, cause: ComputedNumber['cause']) => {
      const published = numberIn(probe, key);
      if (published !== null)
        numbers.push({ name: `last_eval.${name}.${key}`, recomputed, published, cause });
    };
    add('n_valid', grades.length, 'inputs');
    if (grades.length === 0) continue;
    const mean = grades.reduce((sum, grade) => sum + grade, 0) / grades.length;
    add('mean_score', pyRound(mean, 3), 'scores');
    add('normalized', pyRound(Math.max(0, Math.min(1, (mean - 1) / 4)), 4), 'scores');
  }
  return numbers;
}
