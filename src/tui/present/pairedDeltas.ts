import type { JournalView, ScoresRecord } from '../../domain/journal.js';

export interface PairedDeltas {
  /** King minus challenger per prompt, nats per position: positive means that the challenger is better. */
  readonly deltas: readonly number[];
  /** Digest of the teacher text on which both were scored. */
  readonly capture: string;
}

/** KL by prompt index of one contender on one text; holes stay holes. */
const assemble = (
  scores: readonly ScoresRecord[],
  roundId: number,
  uid: number,
  capture: string,
): (number | undefined)[] => {
  const values: (number | undefined)[] = [];
  for (const record of scores) {
    if (record.roundId !== roundId || record.uid !== uid) continue;
    if (record.capture !== capture || record.form !== 'contrib') continue;
    record.kl.forEach((kl, index) => {
      values[record.from + index] = kl;
    });
  }
  return values;
};

/**
 * The replayed differences of a duel: king and challenger on the same text, in the form of the recurrence that decides.
 * Of several texts, the one that the plan gives the king counts first.
 * @returns null when no text has values of both
 */
export const pairedDeltas = (
  view: Pick<JournalView, 'scores' | 'plans'>,
  roundId: number,
  kingUid: number,
  challengerUid: number,
): PairedDeltas | null => {
  const passes = view.plans.filter((plan) => plan.roundId === roundId).flatMap((plan) => plan.passes);
  const captures = [
    ...passes.filter((pass) => pass.role === 'king').map((pass) => pass.capture),
    ...view.scores.filter((one) => one.roundId === roundId && one.uid === kingUid).map((one) => one.capture),
  ];
  for (const capture of new Set(captures)) {
    const king = assemble(view.scores, roundId, kingUid, capture);
    const challenger = assemble(view.scores, roundId, challengerUid, capture);
    const deltas: number[] = [];
    king.forEach((kl, index) => {
      const other = challenger[index];
      if (kl !== undefined && other !== undefined && Number.isFinite(kl - other)) deltas.push(kl - other);
    });
    if (deltas.length > 0) return { deltas, capture };
  }
  return null;
};
