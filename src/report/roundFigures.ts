import type { JournalView } from '../domain/journal.js';
import type { RoundResult } from '../domain/verdict.js';
import { axesOfInput } from './axesOfInput.js';
import type { Figure } from './figures/figure.js';
import { duelFigure } from './figures/models/duelFigure.js';
import { klFigure } from './figures/models/klFigure.js';
import { weightsFigure } from './figures/models/weightsFigure.js';
import { orderChallengers } from './orderChallengers.js';
import { pairedScores } from './pairedScores.js';

/** The figures of one round: of each challenger its duel, KL by prompt and axes, then the weights of the validators. */
export const roundFigures = (result: RoundResult, view: JournalView): readonly Figure[] => {
  const { king } = result;
  const duels = orderChallengers(result).flatMap((challenger): (Figure | null)[] => {
    if (king === null) return [];
    const paired = pairedScores(view, result.roundId, king.uid, challenger.uid);
    const duel = duelFigure(result, king.uid, challenger, paired);
    return [
      duel,
      paired === null || duel.deltas.length === 0 ? null : klFigure(paired),
      axesOfInput(view, result, king.uid, challenger.uid),
    ];
  });
  return [...duels, weightsFigure(result.validators)].filter((figure) => figure !== null);
};
