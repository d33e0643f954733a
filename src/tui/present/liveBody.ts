import type { JournalView } from '../../domain/journal.js';
import { renderBar } from '../../report/figures/bars.js';
import { fitLine, type Line, pad, span, wrap } from './line.js';
import { type Look, rule } from './look.js';
import { count, duration, fixed, percent } from './numbers.js';
import { plannedLeft } from './plannedLeft.js';
import { type PassProgress, passesOf, roundInWork, type StageProgress, stagesOf } from './progress.js';
import { type Observation, type TimeLeft, timeLeft } from './timeLeft.js';

/** Prompts in the passes that use an engine: what time is spent on. */
export const measuredWork = (
  stages: readonly StageProgress[],
): { done: number; total: number; known: boolean } => {
  const own = stages.filter((one) => one.stage === 'teacher' || one.stage === 'evaluate');
  return {
    done: own.reduce((sum, one) => sum + one.done, 0),
    total: own.reduce((sum, one) => sum + one.total, 0),
    known: own.every((one) => one.totalKnown),
  };
};

const leftOf = (
  view: JournalView,
  stages: readonly StageProgress[],
  seen: readonly Observation[],
): TimeLeft | null => {
  const work = measuredWork(stages);
  const planned = new Set(view.plans.map((plan) => plan.roundId)).size;
  const rounds = view.start.spec.rounds.length;
  const most = work.known || planned === 0 ? work.total : (work.total / planned) * rounds;
  return timeLeft(seen, work.total - work.done, Math.max(work.total, most) - work.done);
};

/** Cells of the bar and of the rate; a narrow window has no rate, the line under the stages says it. */
const stageColumns = (look: Look): { bar: number; rate: number } => {
  const rate = look.width < 80 ? 0 : 16;
  return { bar: Math.max(6, look.width - 42 - rate), rate };
};

const stageLine = (stage: StageProgress, left: TimeLeft | null, look: Look): Line => {
  const share =
    stage.state === 'done'
      ? 1
      : stage.total > 0
        ? Math.min(stage.done / stage.total, stage.totalKnown ? 1 : 0.999)
        : 0;
  const working = stage.state === 'running' && (stage.stage === 'evaluate' || stage.stage === 'teacher');
  const columns = stageColumns(look);
  const bar = renderBar(share, columns.bar, {
    charset: look.charset,
    rest: look.charset === 'ascii' ? '.' : '░',
  });
  const counts = `${count(stage.done)}/${count(stage.total)}${stage.totalKnown ? '' : '+'}`;
  const rate = working && left !== null ? `${left.rate.toFixed(1)} prompts/s` : '-';
  return fitLine(
    [
      span(pad(stage.stage, 12)),
      span(`${pad(counts, 13, 'right')}  `),
      span(`${bar} `),
      span(`${pad(percent(Math.floor(share * 100) / 100), 4, 'right')}  `),
      span(columns.rate > 0 ? pad(rate, columns.rate) : ''),
      span(stage.state, stage.state === 'running' ? 'text.selected' : 'text.secondary'),
    ],
    look.width,
  );
};

const stageHead = (look: Look): Line => {
  const { bar, rate } = stageColumns(look);
  const text = `${'STAGE'.padEnd(12)}${'DONE'.padStart(13)}  ${' '.repeat(bar + 7)}${(rate > 0 ? 'RATE' : '').padEnd(rate)}STATE`;
  return fitLine([span(text, 'text.secondary')], look.width);
};

const passLine = (pass: PassProgress, look: Look): Line => {
  const who = pass.uid === null ? '-' : `u${pass.uid}`;
  const bar = renderBar(pass.total > 0 ? pass.done / pass.total : 0, Math.max(6, look.width - 56), {
    charset: look.charset,
    rest: look.charset === 'ascii' ? '.' : '░',
  });
  const value = pass.meanKl === null ? '' : `KL ${fixed(pass.meanKl, 4)}`;
  return fitLine(
    [
      span(pad(pass.role, 11)),
      span(pad(who, 6)),
      span(`${pad(pass.form, 7)} ${bar} `),
      span(`${pad(`${count(pass.done)}/${count(pass.total)}`, 11, 'right')}  `),
      span(value, 'text.heading'),
    ],
    look.width,
  );
};

const wholeText = (left: TimeLeft | null, view: JournalView, known: boolean): string => {
  if (view.sealed) return 'This replay is finished and sealed.';
  if (left === null) {
    const planned = plannedLeft(view);
    return planned === null
      ? 'Time left: not said before enough work was measured here.'
      : `Whole run: ${duration(planned.low)} to ${duration(planned.high)} left (planned from a short measured run; corrected once prompts were measured here)`;
  }
  const basis = `from ${count(left.measured)} prompts measured here${known ? '' : '; later rounds taken like these'}`;
  return `Whole run: ${duration(left.low)} to ${duration(left.high)} left (${basis})`;
};

/**
 * Everything of the live screen that can scroll: stages, time left, and the passes of the round in work. Reads the journal
 * alone, so it shows the same for a replay of this process and of another one.
 * @param seen what was measured while watching
 */
export const liveBody = (view: JournalView, seen: readonly Observation[], look: Look): Line[] => {
  const stages = stagesOf(view);
  const left = view.sealed ? null : leftOf(view, stages, seen);
  const roundId = roundInWork(view);
  const last = view.results.at(-1);
  const passes = roundId === null ? [] : passesOf(view, roundId);
  const challengers = passes.filter((pass) => pass.role === 'challenger').length;
  const now =
    roundId !== null
      ? `Now: #${roundId}   ${challengers} challenger${challengers === 1 ? '' : 's'}`
      : last === undefined
        ? 'Now: nothing is planned yet'
        : `Finished: #${last.roundId}`;
  return [
    stageHead(look),
    ...stages.map((stage) => stageLine(stage, left, look)),
    ...wrap(wholeText(left, view, measuredWork(stages).known), look.width).map((text): Line => [span(text)]),
    rule(look, now),
    ...passes.map((pass) => passLine(pass, look)),
    ...wrap('No interval, gate or leader is shown for a model before all its pairs are in.', look.width).map(
      (text): Line => [span(text, 'text.secondary')],
    ),
    fitLine(
      [span(`Rounds finished: ${view.results.length} of ${view.start.spec.rounds.length}`, 'text.secondary')],
      look.width,
    ),
  ];
};
