import type { JournalView } from '../../domain/journal.js';
import { STAGES, type Stage } from '../../domain/journal.js';
import { byRound } from './byRound.js';

export interface StageProgress {
  readonly stage: Stage;
  readonly done: number;
  /** Known so far; grows while the plans of later rounds are written. */
  readonly total: number;
  /** False while some round has no plan yet, so that `total` is a lower bound. */
  readonly totalKnown: boolean;
  readonly state: 'done' | 'running' | 'waits';
}

export interface PassProgress {
  readonly uid: number | null;
  readonly role: 'teacher' | 'king' | 'challenger' | 'control';
  readonly form: string;
  readonly capture: string;
  readonly done: number;
  readonly total: number;
  /** Mean KL in nats per position; null before all prompts of the pass are in. */
  readonly meanKl: number | null;
}

/** Prompts that a pass of a round has on disk, each counted once. */
const passValues = (
  view: JournalView,
  roundId: number,
  pass: JournalView['plans'][number]['passes'][number],
) => {
  if (pass.uid === null) {
    const seen = new Set<number>();
    for (const record of byRound(view.teacher, roundId)) {
      if (record.capture !== pass.capture) continue;
      for (let i = 0; i < record.count; i += 1) seen.add(record.from + i);
    }
    return { done: seen.size, values: [] as number[] };
  }
  const values = new Map<number, number>();
  for (const record of byRound(view.scores, roundId)) {
    if (record.uid !== pass.uid) continue;
    if (record.capture !== pass.capture || record.form !== pass.form) continue;
    record.kl.forEach((kl, index) => {
      values.set(record.from + index, kl);
    });
  }
  return { done: values.size, values: [...values.values()] };
};

/** The passes of a round in the order of its plan. Nothing is averaged before a pass is complete. */
export const passesOf = (view: JournalView, roundId: number): PassProgress[] =>
  byRound(view.plans, roundId)
    .flatMap((plan) => plan.passes)
    .map((pass) => {
      const { done, values } = passValues(view, roundId, pass);
      const complete = pass.prompts > 0 && done >= pass.prompts;
      return {
        uid: pass.uid,
        role: pass.role,
        form: pass.form,
        capture: pass.capture,
        done: Math.min(done, pass.prompts),
        total: pass.prompts,
        meanKl:
          complete && values.length > 0 ? values.reduce((sum, kl) => sum + kl, 0) / values.length : null,
      };
    });

/** The round in work: the latest with a plan or a stage and no result; null when none is. */
export const roundInWork = (view: JournalView): number | null => {
  const finished = new Set(view.results.map((result) => result.roundId));
  const touched = [...view.plans, ...view.stages].map((record) => record.roundId);
  return [...touched].reverse().find((roundId) => !finished.has(roundId)) ?? null;
};

/** Stages with what is done. Rounds are counted for all but teacher and evaluate, which count prompts. */
export const stagesOf = (view: JournalView): StageProgress[] => {
  const rounds = view.start.spec.rounds;
  const finished = new Set(view.results.map((result) => result.roundId));
  const planned = new Set(view.plans.map((plan) => plan.roundId));
  const passes = [...planned].flatMap((roundId) => passesOf(view, roundId));
  const totalKnown = rounds.every((roundId) => planned.has(roundId) || finished.has(roundId));
  const after = new Map<Stage, Set<number>>(
    STAGES.map((stage) => [
      stage,
      new Set(view.stages.filter((one) => one.stage === stage).map((one) => one.roundId)),
    ]),
  );
  return STAGES.map((stage) => {
    const roundsDone = rounds.filter(
      (roundId) => finished.has(roundId) || after.get(stage)?.has(roundId),
    ).length;
    const all = roundsDone === rounds.length && rounds.length > 0;
    if (stage === 'teacher' || stage === 'evaluate') {
      const own = passes.filter((pass) => (pass.uid === null) === (stage === 'teacher'));
      const done = own.reduce((sum, pass) => sum + pass.done, 0);
      const total = own.reduce((sum, pass) => sum + pass.total, 0);
      const state = all ? 'done' : done > 0 || roundsDone > 0 ? 'running' : 'waits';
      return { stage, done, total, totalKnown: totalKnown || all, state };
    }
    const state = all ? 'done' : roundsDone > 0 ? 'running' : 'waits';
    return { stage, done: roundsDone, total: rounds.length, totalKnown: true, state };
  });
};
