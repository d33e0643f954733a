import type { JournalView, ScoresRecord } from '../domain/journal.js';

/** King and challenger on the same prompts of the same teacher text, nats per position. */
export interface PairedScores {
  readonly kingUid: number;
  readonly challengerUid: number;
  /** sha256 of the teacher text. */
  readonly capture: string;
  /** Index of each pair in the filtered prompt list, ascending. */
  readonly prompts: readonly number[];
  readonly king: readonly number[];
  readonly challenger: readonly number[];
}

/** KL by prompt index of one contender on one text in the form that decides; holes stay holes. */
const assemble = (scores: readonly ScoresRecord[], uid: number, capture: string): (number | undefined)[] => {
  const own = scores.filter((one) => one.uid === uid && one.capture === capture && one.form === 'contrib');
  // Where two eras are possible each batch has a record of each mode; the first is that of the era judged with.
  const mode = own[0]?.mode;
  const values: (number | undefined)[] = [];
  for (const record of own)
    if (record.mode === mode)
      record.kl.forEach((kl, index) => {
        values[record.from + index] = kl;
      });
  return values;
};

/**
 * The replayed scores of a duel. Of several texts, the one that the plan gives the king counts first.
 * @returns null when no text has values of both
 */
export const pairedScores = (
  view: Pick<JournalView, 'scores' | 'plans'>,
  roundId: number,
  kingUid: number,
  challengerUid: number,
): PairedScores | null => {
  const scores = view.scores.filter((one) => one.roundId === roundId);
  const passes = view.plans.filter((plan) => plan.roundId === roundId).flatMap((plan) => plan.passes);
  const captures = [
    ...passes.filter((pass) => pass.role === 'king').map((pass) => pass.capture),
    ...scores.filter((one) => one.uid === kingUid).map((one) => one.capture),
  ];
  for (const capture of new Set(captures)) {
    const king = assemble(scores, kingUid, capture);
    const challenger = assemble(scores, challengerUid, capture);
    const prompts = [...king.keys()].filter((index) =>
      Number.isFinite((king[index] ?? Number.NaN) - (challenger[index] ?? Number.NaN)),
    );
    if (prompts.length === 0) continue;
    const of = (side: readonly (number | undefined)[]): number[] => prompts.map((at) => side[at] as number);
    return { kingUid, challengerUid, capture, prompts, king: of(king), challenger: of(challenger) };
  }
  return null;
};
