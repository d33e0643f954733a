import type { RawResult } from '../../decide/axes.js';
import type { NumberSheet } from '../../diff/recompute/numberSheet.js';
import { flatMap } from '../../domain/flatMap.js';
import type { Cause } from '../../domain/verdict.js';
import { round as pyRound } from '../../python/round.js';
import { listIn, numberIn, partOf } from './rawField.js';

/** Probes that grade 1 to 5, with the list of their grades. */
const GRADED: readonly (readonly [probe: string, list: string])[] = [
  ['judge_probe', 'per_prompt'],
  ['chat_turns_probe', 'per_convo'],
];
const MOST_GRADES = 1000;

/** Notes aggregates inside a raw result: the share that a bench solved, and the means of the graded probes. */
export function rawNumbers(sheet: NumberSheet, raw: RawResult | undefined): void {
  if (raw === undefined) return;
  for (const name of Object.keys(raw))
    if (name.endsWith('_bench') || name === 'capability') benchNumber(sheet, raw, name);
  for (const [name, list] of GRADED) gradeNumbers(sheet, raw, name, list);
}

const isCount = (value: number | null): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function benchNumber(sheet: NumberSheet, raw: RawResult, name: string): void {
  const bench = partOf(raw, name);
  const n = numberIn(bench, 'n');
  const correct = numberIn(bench, 'correct');
  const published = numberIn(bench, 'pass_frac');
  if (bench?.error || !isCount(n) || n === 0 || !isCount(correct) || published === null) return;
  sheet.add(`last_eval.${name}.pass_frac`, pyRound(correct / n, 3), published, 'scores');
}

function gradeNumbers(sheet: NumberSheet, raw: RawResult, name: string, list: string): void {
  const probe = partOf(raw, name);
  const items = listIn(probe, list);
  if (probe === null || items.length === 0 || items.length > MOST_GRADES) return;
  const grades = flatMap(items, (item) => {
    const isRecord = typeof item === 'object' && item !== null && !Array.isArray(item);
    const score = isRecord ? numberIn(item as RawResult, 'score') : null;
    return score === null ? [] : [score];
  });
  const add = (key: string, recomputed: number, cause: Cause) => {
    const published = numberIn(probe, key);
    if (published !== null) sheet.add(`last_eval.${name}.${key}`, recomputed, published, cause);
  };
  add('n_valid', grades.length, 'inputs');
  if (grades.length === 0) return;
  const mean = grades.reduce((sum, grade) => sum + grade, 0) / grades.length;
  add('mean_score', pyRound(mean, 3), 'scores');
  add('normalized', pyRound(Math.max(0, Math.min(1, (mean - 1) / 4)), 4), 'scores');
}
