import type { LegalRules } from '../../../src/eras/legalRules.js';
import type { PlantedRound } from '../simulate/plantedRound.js';
import type { Rules } from '../simulate/truth/rules.js';
import { compareBand } from './compareBand.js';
import { compareCells } from './compareCells.js';
import { compareDecisions } from './compareDecision.js';
import { compareEdges } from './compareEdges.js';
import { compareOthers } from './compareOthers.js';
import { compareParts } from './compareParts.js';
import type { JudgedRound } from './judgePlanted.js';

/** What is known of the crown that the rows show: the rule gives it somewhere, it gives it nowhere, no majority. */
export type Standing = 'legal' | 'illegal' | 'no majority';

export function standingOf({ rowsCrown, legalCrowns }: PlantedRound): Standing {
  if (rowsCrown === undefined) return 'no majority';
  return legalCrowns.has(rowsCrown) ? 'legal' : 'illegal';
}

/** True when nothing was planted, or what was planted leaves the crown legal: a row that is only late is no wrong crown. */
export const isRight = (planted: PlantedRound): boolean =>
  !planted.decisive &&
  (standingOf(planted) !== 'illegal' || (planted.fault === null && planted.planted.length === 0));

export const isFalseWrong = (planted: PlantedRound, { result }: JudgedRound): boolean =>
  result.verdict === 'wrong-crown' && isRight(planted);

export const isFalseConfirmed = (planted: PlantedRound, { result }: JudgedRound): boolean =>
  result.verdict === 'confirmed' && (standingOf(planted) === 'illegal' || planted.decisive);

export const isFalseConsistent = (planted: PlantedRound, { result }: JudgedRound): boolean =>
  result.verdict === 'consistent' && (standingOf(planted) === 'illegal' || planted.decisive);

/** Steps of the decision beside a round, each against its truth: what needs the rules of the round and no more. */
export const STEPS: readonly ((index: number, rules: Rules, legal: LegalRules) => string[])[] = [
  compareEdges,
  compareParts,
  compareCells,
];

/** Everything that may not be in a judged round, one sentence each, worked out as it is asked for. */
export function* redsIn(planted: PlantedRound, judged: JudgedRound): Generator<string> {
  const { verdict, summary, breaches } = judged.result;
  const crown = `rows pay ${planted.rowsCrown}, the rule gives ${[...planted.legalCrowns].join(' or ')}`;
  yield* compareDecisions(planted, judged);
  yield* compareOthers(planted, judged);
  yield* compareBand(planted, judged);
  if (isFalseWrong(planted, judged)) yield `wrong-crown although ${crown}: ${summary}`;
  if (isFalseConfirmed(planted, judged)) yield `${verdict} although ${crown}`;
  if (isFalseConsistent(planted, judged)) yield `${verdict} although ${crown}`;
  for (const code of planted.planted)
    if (!breaches.some((one) => one.code === code)) yield `breach ${code} is planted and not found`;
  for (const { code, decisive } of breaches)
    if (decisive && isRight(planted)) yield `breach ${code} is called decisive and not planted`;
}

/** Everything wrong with a round, and with the steps beside it: one sentence turns the planted rounds red. */
export function redOf(planted: PlantedRound, judged: JudgedRound): string[] {
  const legal = judged.inputs.rules[0];
  const rules = planted.legal[0] as Rules;
  return [...redsIn(planted, judged), ...STEPS.flatMap((step) => step(planted.index, rules, legal))];
}
