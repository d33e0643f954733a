import type { Gate } from '../domain/duel.js';
import type { AxisEntry, ProbeEntry } from '../domain/journal.js';
import { printable } from '../domain/printable.js';
import type { ChallengerResult, RoundResult } from '../domain/verdict.js';
import type { ValidatorRow, WeightEntry } from '../domain/weights.js';
import { qualityText } from './qualityText.js';
import { roundText, signed } from './roundText.js';

/** Everything about one round as plain text: verdict, duels with every gate, weight rows, contenders, axes with items. */
export function roundDetail(
  round: RoundResult,
  ascii: boolean,
  axes: readonly (AxisEntry | ProbeEntry)[] = [],
): string {
  return [
    roundText(round, ascii),
    `seed block ${round.seedBlock}  hash ${round.seedHash ?? 'not recorded'}  cutoff ${round.cutoffBlock}  activation ${round.activationBlock}`,
    ...(round.seedTime === undefined ? [] : [`start ${round.seedTime}`]),
    round.prompts === null
      ? 'prompts: not drawn'
      : `prompts: ${round.prompts.drawn} drawn from shard ${round.prompts.shard}, ${round.prompts.scored} scored`,
    ...round.challengers.map(challengerText),
    '',
    'Weights, by validator',
    ...round.validators.map(validatorText),
    ...breachLines(round),
    '',
    'Contenders',
    ...round.contenders.map(
      (entry) => `  u${entry.uid}  ${entry.in ? (entry.role ?? 'in') : 'out'}  ${printable(entry.reason)}`,
    ),
    '',
    'Decision under each setting',
    ...round.decisions.map(
      (entry) =>
        `  ${printable(entry.setting).padEnd(22)} ${entry.winnerUid === null ? 'no winner' : `u${entry.winnerUid}`}  ${printable(entry.reason)}`,
    ),
    '',
    ...(round.quality === undefined ? [] : [qualityText(round.quality, axes, ascii)]),
  ].join('\n');
}

/** Every breach with its evidence; one that decides nothing is told nowhere else. */
const breachLines = ({ breaches }: RoundResult): string[] =>
  breaches.length === 0
    ? []
    : [
        '',
        'Breaches that need no model',
        ...breaches.flatMap((breach) => [
          `  ${breach.code}  u${breach.uid}  ${breach.nature}${breach.decisive ? ', decides' : ''}  ${printable(breach.title)}`,
          ...breach.evidence.map((sentence) => `        ${printable(sentence, 400)}`),
        ]),
      ];

function challengerText(challenger: ChallengerResult): string {
  const duel = challenger.replayed;
  const numbers =
    duel === null
      ? 'not replayed'
      : `n ${duel.n}  mean ${signed(duel.meanDelta)}  se ${duel.se ?? 'none'}  p ${duel.p ?? 'none'}  lcb ${signed(duel.lcb)}`;
  const gates = challenger.gates.map(
    (gate) =>
      `    ${gate.ok ? 'ok  ' : 'FAIL'}  ${printable(gate.name)}  ${valueText(gate.measured)} ${gate.comparator} ${valueText(gate.threshold)}`,
  );
  return [
    '',
    `Challenger u${challenger.uid}  ${printable(challenger.repo)}@${challenger.revision.slice(0, 8)}`,
    `  replayed  ${numbers}`,
    `  claimed   mean ${signed(challenger.claimed?.meanDelta)}  lcb ${signed(challenger.claimed?.lcb)}`,
    ...gates,
  ].join('\n');
}

/** A gate's value; the text of a published disqualification is one. */
const valueText = (value: Gate['measured']): string => printable(String(value ?? 'none'), 200);

const rowText = (row: readonly WeightEntry[]): string =>
  row.length === 0 ? 'none' : row.map(([uid, weight]) => `u${uid}:${weight}`).join(' ');

const validatorText = (row: ValidatorRow): string =>
  `  u${row.uid}  ${row.status.padEnd(8)}  set ${rowText(row.set)}  expected ${rowText(row.expected)}  decided ${row.decidedAt ?? 'never'}  visible ${row.visibleAt ?? 'no'}  ${printable(row.note)}`;
