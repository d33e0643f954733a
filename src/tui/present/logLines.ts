import {
  type AxisEntry,
  type JournalView,
  type ProbeEntry,
  STAGES,
  type Stage,
} from '../../domain/journal.js';
import { shownItems } from '../../domain/shownItems.js';
import type { Verdict } from '../../domain/verdict.js';
import { byRound } from './byRound.js';
import { cutMiddle, fitLine, type Line, pad, span } from './line.js';
import { clean, type Look } from './look.js';
import { count } from './numbers.js';
import { timeText } from './timeText.js';

/** How much an entry matters: `debug` each batch, `info` each step, `warn` what lessens or turns a verdict. */
export const LOG_LEVELS = ['debug', 'info', 'warn'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One thing that a replay wrote down. */
export interface LogEntry {
  readonly roundId: number;
  readonly stage: Stage;
  readonly level: LogLevel;
  /** ISO 8601, UTC; null where no time was kept, as of every sealed replay. */
  readonly at: string | null;
  readonly text: string;
}

/** Which entries are asked for; null = all. */
export interface LogQuery {
  readonly roundId: number | null;
  readonly stage: Stage | null;
  /** The least level. */
  readonly level: LogLevel;
}

const prompts = (from: number, length: number): string =>
  `prompts ${from} to ${from + length - 1} (${length})`;

const GOOD: readonly Verdict[] = ['confirmed', 'consistent'];

/** Entries by record, made once: of a log that is looked at four times a second, all but the last few stay as they are. */
const made = new WeakMap<object, { readonly time: number | undefined; readonly entry: LogEntry }>();

const entryOf = (record: object, time: number | undefined, make: () => Omit<LogEntry, 'at'>): LogEntry => {
  const known = made.get(record);
  if (known !== undefined && known.time === time) return known.entry;
  const entry = { ...(known?.entry ?? make()), at: time === undefined ? null : new Date(time).toISOString() };
  made.set(record, { time, entry });
  return entry;
};

/** What the journal holds of one round, by stage, as it was written. */
const roundLog = (view: JournalView, roundId: number): LogEntry[] => {
  const own = <T extends { readonly roundId: number }>(records: readonly T[]): readonly T[] =>
    byRound(records, roundId);
  const of = (record: object, stage: Stage, tell: () => readonly [LogLevel, string]): LogEntry =>
    entryOf(record, view.times?.get(record), () => {
      const [level, text] = tell();
      return { roundId, stage, level, text };
    });
  const done = new Map(own(view.stages).map((record) => [record.stage, record]));
  const entries: Partial<Record<Stage, LogEntry[]>> = {
    models: own(view.plans).map((plan) =>
      of(plan, 'models', () => [
        'info',
        `plan: ${count(plan.prompts)} prompts, ${plan.passes.length} passes`,
      ]),
    ),
    teacher: own(view.teacher).map((record) =>
      of(record, 'teacher', () => [
        'debug',
        `text ${cutMiddle(record.capture)}: ${prompts(record.from, record.count)}, sha256 ${cutMiddle(record.sha256)}`,
      ]),
    ),
    evaluate: own(view.scores).map((record) =>
      of(record, 'evaluate', () => [
        'debug',
        `u${record.uid} ${record.form} ${record.mode}: ${prompts(record.from, record.kl.length)}`,
      ]),
    ),
    axes: [...own(view.axes ?? []), ...own(view.probes ?? [])].map((entry) =>
      of(entry, 'axes', () => asked(entry)),
    ),
    decide: own(view.inputs ?? []).map((record) =>
      of(record, 'decide', () => [
        record.basis === 'published' ? 'warn' : 'info',
        `the rule was given ${record.basis} numbers, ${record.mode}`,
      ]),
    ),
    diff: own(view.results).map((result) =>
      of(result, 'diff', () => [
        GOOD.includes(result.verdict) ? 'info' : 'warn',
        `verdict ${result.verdict}: ${result.summary}`,
      ]),
    ),
  };
  return STAGES.flatMap((stage) => {
    const end = done.get(stage);
    return [
      ...(entries[stage] ?? []),
      ...(end === undefined ? [] : [of(end, stage, () => ['info', 'done'])]),
    ];
  });
};

const asked = (entry: AxisEntry | ProbeEntry): readonly [LogLevel, string] => {
  const items = shownItems(entry);
  const failed = items.filter((item) => item.failed).length;
  const axis = entry.type === 'axis' ? entry.record.axis : entry.axis;
  return [
    failed > 0 ? 'warn' : 'info',
    `u${entry.uid} ${axis}: ${items.length} items, ${entry.wording} words${failed > 0 ? `; ${failed} could not be decoded` : ''}`,
  ];
};

/** What a replay wrote down, round by round in the order of the stages. */
export const logEntries = (view: JournalView, { roundId, stage, level }: LogQuery): readonly LogEntry[] => {
  const written = new Set([...view.plans, ...view.stages, ...view.results].map((record) => record.roundId));
  const rounds = [...written].sort((a, b) => a - b).filter((id) => roundId === null || id === roundId);
  const least = LOG_LEVELS.indexOf(level);
  return rounds
    .flatMap((id) => roundLog(view, id))
    .filter((entry) => (stage === null || entry.stage === stage) && LOG_LEVELS.indexOf(entry.level) >= least);
};

/** What a log is narrowed to, in words. */
export const logWords = ({ stage, level }: Pick<LogQuery, 'stage' | 'level'>): string =>
  `${stage ?? 'all stages'}${level === 'debug' ? '' : level === 'info' ? ', info and warn' : ', warn alone'}`;

/**
 * One entry as a line.
 * @param zone of its time, see `timeText`
 * @param one the log is of one round: its number is left away
 */
export const logLine = (entry: LogEntry, look: Look, zone: string, one = false): Line =>
  fitLine(
    [
      ...(entry.at === null ? [] : [span(`${timeText(Date.parse(entry.at), zone)}  `, 'text.secondary')]),
      ...(one ? [] : [span(pad(`#${entry.roundId}`, 9), 'text.secondary')]),
      span(pad(entry.level, 6), entry.level === 'warn' ? 'notice' : 'text.secondary'),
      span(pad(entry.stage, 12), 'text.heading'),
      span(clean(entry.text, look)),
    ],
    look.width,
  );
