import type { PlantedRound } from '../simulate/plantedRound.js';
import type { Rules } from '../simulate/truth/rules.js';
import { compareBand } from './compareBand.js';
import { compareDecisions } from './compareDecision.js';
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

/** Every difference of a decision, a band or a part of the composite from the truth. */
export const redDecisions = (planted: PlantedRound, judged: JudgedRound): string[] => [
  ...compareDecisions(planted, judged),
  ...compareBand(planted, judged),
  ...compareParts(planted.index, planted.legal[0] as Rules),
  ...compareOthers(planted, judged),
];

/** Everything that may not be in a judged round, one sentence each: the first one turns the planted rounds red. */
export function redOf(planted: PlantedRound, judged: JudgedRound): string[] {
  const { verdict, summary, breaches } = judged.result;
  const crown = `rows pay ${planted.rowsCrown}, the rule gives ${[...planted.legalCrowns].join(' or ')}`;
  const missed = planted.planted.filter((code) => !breaches.some((one) => one.code === code));
  const called = !isRight(planted) ? [] : breaches.filter((one) => one.decisive).map((one) => one.code);
  return [
    ...redDecisions(planted, judged),
    ...(isFalseWrong(planted, judged) ? [`wrong-crown although ${crown}: ${summary}`] : []),
    ...(isFalseConfirmed(planted, judged) ? [`${verdict} although ${crown}`] : []),
    ...(isFalseConsistent(planted, judged) ? [`${verdict} although ${crown}`] : []),
    ...missed.map((code) => `breach ${code} is planted and not found`),
    ...called.map((code) => `breach ${code} is called decisive and not planted`),
  ];
}
