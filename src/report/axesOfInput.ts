import type { JournalView } from '../domain/journal.js';
import { eraById } from '../eras/erasAt.js';
import type { AxesFigure } from './figures/figure.js';
import { type AxesInput, type AxisValues, axesFigure } from './figures/models/axesFigure.js';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

/** Numbers of a journal's free field; whatever is no number counts as absent. */
const axesOf = (composite: unknown): AxisValues =>
  Object.fromEntries(
    Object.entries(fieldsOf(fieldsOf(composite)?.axes) ?? {}).map(([axis, value]) => [
      axis,
      typeof value === 'number' ? value : null,
    ]),
  );

const brokenOf = (composite: unknown): string[] => {
  const broken = fieldsOf(composite)?.brokenAxes;
  return Array.isArray(broken) ? broken.filter((axis) => typeof axis === 'string') : [];
};

/**
 * The axes of king and challenger as the decision was given them, replayed numbers before published ones.
 * @returns null where the replay kept no inputs, or none with axes, or the era's weights are not held
 */
export const axesOfInput = (
  view: Pick<JournalView, 'inputs'>,
  round: { readonly roundId: number; readonly eraId: string | null },
  kingUid: number,
  challengerUid: number,
): AxesFigure | null => {
  const records = (view.inputs ?? []).filter((one) => one.roundId === round.roundId);
  const record = records.find((one) => one.basis === 'replayed') ?? records[0];
  const input = fieldsOf(record?.input);
  const policy = round.eraId === null ? undefined : eraById(round.eraId)?.policy;
  if (input === null || policy === undefined) return null;
  const challengers = Array.isArray(input.challengers) ? input.challengers.map(fieldsOf) : [];
  const own = challengers.find((one) => one?.uid === challengerUid)?.composite;
  const king = fieldsOf(input.king)?.composite ?? input.storedKingComposite;
  const axes: AxesInput = {
    kingUid,
    challengerUid,
    king: axesOf(king),
    challenger: axesOf(own),
    weights: policy.axisWeights,
    aside: [...policy.relativeAxes, ...brokenOf(own)],
  };
  return axesFigure(axes);
};
