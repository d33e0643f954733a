import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { EngineFingerprint } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import type { JudgeProbe, Probes } from '../../domain/probeRecord.js';
import type { ReferenceCheck } from '../../domain/referenceCheck.js';
import type { EvaluatedAxes } from '../../replay/axes/evaluateAxes.js';
import { engineLine } from './engineLine.js';
import { referenceLines } from './referenceLines.js';

const NAME = 24;
const REASON = 300;

/** The axes of a model as a person reads them: shares of benches, raw parts of probes, the value of each axis. */
export function axesTable(
  { records, probes, unconfined, notReplayed, wording }: EvaluatedAxes,
  values: Readonly<Record<string, number | null>>,
  mode: string,
  fingerprint: EngineFingerprint,
  check: ReferenceCheck | null = null,
): string {
  const value = (axis: string): string => (values[axis]?.toFixed(4) ?? '-').padStart(9);
  return [
    `${'axis'.padEnd(NAME)}    value  items  right   share   tokens`,
    ...records.flatMap((record) => benchLine(record, value)),
    ...probeLines(probes).map(([axis, told]) => `${axis.padEnd(NAME)}${value(axis)}  ${told}`),
    ...(values.reasoning_density == null
      ? []
      : [`${'reasoning_density'.padEnd(NAME)}${value('reasoning_density')}  over the benches above`]),
    `Not replayed: ${notReplayed.length}`,
    ...notReplayed.map(({ name, why }) => `  ${name}: ${printable(why, REASON)}`),
    wording === 'own'
      ? 'The items have the draws, numbers and answers of the round, in words of our own: values are not those that a validator published.'
      : "The items are asked in the evaluator's words.",
    ...(check === null ? [] : referenceLines(check)),
    `Decoded by ${mode}. ${unconfined?.why ?? 'Programs of the model ran in bubblewrap.'}`,
    engineLine(fingerprint),
  ].join('\n');
}

function benchLine(
  { axis, n, correct, passFrac, meanTokens }: AxisRecord,
  value: (axis: string) => string,
): string[] {
  if (isAbsent(passFrac)) return [];
  const cells = [String(n).padStart(7), String(correct).padStart(7), passFrac.toFixed(3).padStart(8)];
  return [`${axis.padEnd(NAME)}${value(axis)}${cells.join('')}${(meanTokens ?? 0).toFixed(1).padStart(9)}`];
}

function probeLines({ chat, length, judge, chatTurns, onPolicy, think }: Probes): [string, string][] {
  const lines: [string, string][] = [];
  if (!isAbsent(chat))
    lines.push([
      'chat_probe',
      `${chat.pass ? 'passes' : 'fails'}: ${chat.terminated} of ${chat.tested} answers end, ${chat.nonEmpty} say anything, ${chat.meanTokens} tokens`,
    ]);
  if (!isAbsent(length))
    lines.push([
      'length',
      `${length.studentMean} tokens to the teacher's ${length.teacherMean}: ratio ${length.ratio}`,
    ]);
  if (!isAbsent(think))
    lines.push([
      'degeneracy',
      `${think.terminated} of ${think.tested} texts end, ${think.degenerate} repeat themselves, self-BLEU ${think.selfBleu.toFixed(3)} to ${think.teacherSelfBleu.toFixed(3)}`,
    ]);
  if (!isAbsent(judge)) lines.push(['judge_probe', marks(judge)]);
  if (!isAbsent(chatTurns)) lines.push(['chat_turns_probe', marks(chatTurns)]);
  if (!isAbsent(onPolicy))
    lines.push([
      'on_policy_rkl',
      `${onPolicy.meanRkl ?? 'no'} nats over ${onPolicy.tokens} tokens of ${onPolicy.rollouts} continuations, held against 0.1 without a round`,
    ]);
  return lines;
}

const marks = ({ n, nValid, meanScore }: JudgeProbe): string =>
  `${nValid} of ${n} marked by the teacher, mean ${meanScore ?? '-'}`;
