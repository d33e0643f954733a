import { flatMap } from '../../../domain/flatMap.js';
import type { PublishedRound, PublishedRow } from '../../../domain/published.js';
import type { BreachCheck } from '../breachInput.js';
import { wonDuel } from '../published/wonDuel.js';

/**
 * B7: challengers won their duels by a validator's own published numbers, none of them carries a composite, and so none
 * passes the quality gate: the crown stays where it is. Rows without a composite must be shown to be so by the validator,
 * because a source may leave composites out.
 */
export const missingComposite: BreachCheck = {
  code: 'B7',
  title: 'Duels were won and nobody was crowned: the winners have no composite',
  nature: 'defect',
  decidedFrom: 'published rows of the round',
  find: ({ views, rules }) =>
    flatMap(views, (view) => {
      const winners = view.rows.filter((row) => rules.every((one) => wonDuel(row, one.policy)));
      const bare = winners.length > 0 && winners.every((row) => isBare(row) && isShownBare(row, view));
      if (!bare || view.kingChanged) return [];
      return winners.map((row) => ({
        uid: row.uid,
        decisive: false,
        evidence: [
          `Validator ${view.validatorUid} published that UID ${row.uid} won its duel: p ${row.tTest?.p}, mean ${row.tTest?.meanDelta}, lower bound ${row.tTest?.lcb ?? 'absent'}, over ${row.tTest?.n} pairs.`,
          `Its row holds no composite${row.selectionGate === undefined ? '' : ` (\`selection_gate.reason\` ${row.selectionGate.reason})`}, and the validator kept UID ${view.kingUid} as king.`,
          "The evaluator's quality gate fails a challenger without a quality; whether it would have passed is not known.",
        ],
      }));
    }),
};

const isBare = (row: PublishedRow): boolean => Object.keys(row.axes).length === 0;

/** The gate says so, or other rows of the same round carry a composite. */
const isShownBare = (row: PublishedRow, view: PublishedRound): boolean =>
  row.selectionGate === undefined
    ? view.rows.some((other) => !isBare(other))
    : row.selectionGate.reason === 'missing_challenger_quality';
