import type { NumberSheet } from '../../diff/recompute/numberSheet.js';
import type { LegalRules } from '../../eras/legalRules.js';
import { compositeNumbers } from './compositeNumbers.js';
import { duelNumbers } from './duelNumbers.js';
import { gateNumbers } from './gateNumbers.js';
import { numberIn } from './rawField.js';
import { rawNumbers } from './rawNumbers.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/**
 * Notes every number of one published row that the files give the inputs of, in the order in which each rests on those
 * before it: counts, means, the paired test, axes, aggregates, gates (rule: recompute, docs/methodology.md). A number is
 * computed from the deepest inputs there are, never from another published one that was computed itself, so that one
 * wrong number differs alone.
 */
export function rowNumbers(sheet: NumberSheet, facts: ViewFacts, one: RowFacts): void {
  countNumbers(sheet, one);
  rawNumbers(sheet, one.row.raw);
  ruledNumbers(sheet, facts, one, facts.rules[0]);
}

/** Notes those of them that rest on a set of rules. */
export function ruledNumbers(sheet: NumberSheet, facts: ViewFacts, one: RowFacts, rules: LegalRules): void {
  duelNumbers(sheet, facts, one, rules.policy);
  compositeNumbers(sheet, facts, one, rules.policy);
  gateNumbers(sheet, facts, one, rules.policy);
}

function countNumbers(sheet: NumberSheet, { row, list, meanKl }: RowFacts): void {
  const own = numberIn(row.raw ?? null, 'kl_global_avg');
  if (list === null) {
    if (row.kl !== null && typeof meanKl === 'number' && own !== null)
      sheet.add('kl', meanKl, row.kl, 'scores');
    noteUncounted(sheet, row);
    return;
  }
  const { length } = list;
  const scored = numberIn(row.raw ?? null, 'prompts_scored');
  if (scored !== null) sheet.add('last_eval.prompts_scored', length, scored, 'inputs');
  if (row.promptsScored !== null) sheet.add('prompts_scored', length, row.promptsScored, 'inputs');
  const mean = meanKl ?? null;
  if (own !== null) sheet.add('last_eval.kl_global_avg', mean, own, 'scores');
  // A disqualified row may hold no KL; that it is left out is no other number.
  if (!row.disqualified || row.kl !== null) sheet.add('kl', mean, row.kl, 'scores');
}

function noteUncounted({ notComputed }: NumberSheet, { klPerPrompt, kl }: RowFacts['row']): void {
  if (klPerPrompt !== null && klPerPrompt.length > 0)
    notComputed.push(`kl: the list holds ${klPerPrompt.length} prompts, more than any round draws.`);
  else if (kl !== null) notComputed.push('kl: last_eval.json holds no list of this model.');
}
