import { type JournalView, STAGES, type Stage } from '../../domain/journal.js';
import { byRound } from './byRound.js';
import { cutMiddle, fitLine, type Line, pad, span } from './line.js';
import { clean, type Look } from './look.js';
import { count } from './numbers.js';

/** One thing that a replay wrote down. */
export interface LogEntry {
  readonly roundId: number;
  readonly stage: Stage;
  readonly text: string;
}

const of = (roundId: number, stage: Stage, text: string): LogEntry => ({ roundId, stage, text });

const prompts = (from: number, length: number): string =>
  `prompts ${from} to ${from + length - 1} (${length})`;

/** What the journal holds of one round, by stage, as it was written. */
const roundLog = (view: JournalView, roundId: number): LogEntry[] => {
  const own = <T extends { readonly roundId: number }>(records: readonly T[]): readonly T[] =>
    byRound(records, roundId);
  const done = new Set(own(view.stages).map((record) => record.stage));
  const entries: Partial<Record<Stage, LogEntry[]>> = {
    models: own(view.plans).map((plan) =>
      of(roundId, 'models', `plan: ${count(plan.prompts)} prompts, ${plan.passes.length} passes`),
    ),
    teacher: own(view.teacher).map((record) =>
      of(
        roundId,
        'teacher',
        `text ${cutMiddle(record.capture)}: ${prompts(record.from, record.count)}, sha256 ${cutMiddle(record.sha256)}`,
      ),
    ),
    evaluate: own(view.scores).map((record) =>
      of(
        roundId,
        'evaluate',
        `u${record.uid} ${record.form} ${record.mode}: ${prompts(record.from, record.kl.length)}`,
      ),
    ),
    axes: own(view.axes ?? []).map((entry) =>
      of(
        roundId,
        'axes',
        `u${entry.uid} ${entry.record.axis}: ${entry.record.n} items, ${entry.wording} words`,
      ),
    ),
    decide: own(view.inputs ?? []).map((record) =>
      of(roundId, 'decide', `the rule was given ${record.basis} numbers, ${record.mode}`),
    ),
    diff: own(view.results).map((result) =>
      of(roundId, 'diff', `verdict ${result.verdict}: ${result.summary}`),
    ),
  };
  return STAGES.flatMap((stage) => [
    ...(entries[stage] ?? []),
    ...(done.has(stage) ? [of(roundId, stage, 'done')] : []),
  ]);
};

/**
 * What a replay wrote down, round by round in the order of the stages.
 * @param only of this round alone, of this stage alone; null = all
 */
export const logEntries = (
  view: JournalView,
  only: { readonly roundId: number | null; readonly stage: Stage | null },
): readonly LogEntry[] => {
  const written = new Set([...view.plans, ...view.stages, ...view.results].map((record) => record.roundId));
  const rounds = [...written]
    .sort((a, b) => a - b)
    .filter((id) => only.roundId === null || id === only.roundId);
  return rounds
    .flatMap((id) => roundLog(view, id))
    .filter((entry) => only.stage === null || entry.stage === only.stage);
};

/** One entry as a line. */
export const logLine = (entry: LogEntry, look: Look): Line =>
  fitLine(
    [
      span(pad(`#${entry.roundId}`, 9), 'text.secondary'),
      span(pad(entry.stage, 12), 'text.heading'),
      span(clean(entry.text, look)),
    ],
    look.width,
  );
