import type { ComputedNumber, ComputedNumbers } from '../../diff/recompute/computedNumber.js';
import type { LegalRules } from '../../eras/legalRules.js';
import { compositeNumbers } from './compositeNumbers.js';
import { duelNumbers } from './duelNumbers.js';
import { gateNumbers } from './gateNumbers.js';
import { numberIn } from './rawField.js';
import { rawNumbers } from './rawNumbers.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/**
 * Every number of one published row that the files give the inputs of, in the order in which each rests on those before
 * it: counts, means, the paired test, axes, aggregates, gates (rule: recompute, docs/methodology.md). A number is computed
 * from the deepest inputs there are, never from another published one that was computed itself, so that one wrong number
 * differs alone.
 */
export function rowNumbers(facts: ViewFacts, one: RowFacts, rules: LegalRules): ComputedNumbers {
  const counted = countNumbers(one);
  const parts = [
    counted,
    rawNumbers(one),
    duelNumbers(facts, one, rules.policy),
    compositeNumbers(facts, one, rules),
    gateNumbers(facts, one, rules.policy),
  ];
  return {
    numbers: parts.flatMap((part) => part.numbers),
    notComputed: parts.flatMap((part) => part.notComputed),
  };
}

function countNumbers({ row, list, meanKl }: RowFacts): ComputedNumbers {
  const numbers: ComputedNumber[] = [];
  const raw = row.raw ?? null;
  if (list === null) {
    if (row.kl !== null && typeof meanKl === 'number' && numberIn(raw, 'kl_global_avg') !== null)
      numbers.push({ name: 'kl', recomputed: meanKl, published: row.kl, cause: 'scores' });
    return { numbers, notComputed: notCounted(row) };
  }
  const { length } = list;
  const scored = numberIn(raw, 'prompts_scored');
  if (scored !== null)
    numbers.push({
      name: 'last_eval.prompts_scored',
      recomputed: length,
      published: scored,
      cause: 'inputs',
    });
  if (row.promptsScored !== null)
    numbers.push({
      name: 'prompts_scored',
      recomputed: length,
      published: row.promptsScored,
      cause: 'inputs',
    });
  const mean = meanKl ?? null;
  const own = numberIn(raw, 'kl_global_avg');
  if (own !== null)
    numbers.push({ name: 'last_eval.kl_global_avg', recomputed: mean, published: own, cause: 'scores' });
  // A disqualified row may hold no KL; that it is left out is no other number.
  if (!row.disqualified || row.kl !== null)
    numbers.push({ name: 'kl', recomputed: mean, published: row.kl, cause: 'scores' });
  return { numbers, notComputed: [] };
}

function notCounted(row: RowFacts['row']): string[] {
  if (row.klPerPrompt !== null && row.klPerPrompt.length > 0)
    return [`kl: the list holds ${row.klPerPrompt.length} prompts, more than any round draws.`];
  return row.kl === null ? [] : ['kl: last_eval.json holds no list of this model.'];
}
