import type { JournalView } from '../../domain/journal.js';

type Axes = Readonly<Record<string, number | null>>;

/** Axes of king and challenger as the decision was given them: a validator's own declaration. */
export interface DeclaredAxes {
  readonly king: Axes;
  readonly challenger: Axes;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names and values that are numbers; anything else of a hostile file counts as absent. */
const axesOf = (contender: unknown): Axes | null => {
  const composite = isObject(contender) ? contender.composite : null;
  const axes = isObject(composite) ? composite.axes : null;
  if (!isObject(axes)) return null;
  return Object.fromEntries(
    Object.entries(axes)
      .slice(0, 200)
      .map(([name, value]) => [name, typeof value === 'number' && Number.isFinite(value) ? value : null]),
  );
};

/** The declared axes of one duel; null when the replay holds none of either. */
export const declaredAxes = (
  view: JournalView,
  roundId: number,
  challengerUid: number,
): DeclaredAxes | null => {
  const record = (view.inputs ?? []).find((one) => one.roundId === roundId);
  if (record === undefined || !isObject(record.input)) return null;
  const { king, challengers, storedKingComposite } = record.input;
  const own = Array.isArray(challengers)
    ? challengers.find((one) => isObject(one) && one.uid === challengerUid)
    : null;
  const first = axesOf(king) ?? axesOf({ composite: storedKingComposite });
  const second = axesOf(own);
  return first === null && second === null ? null : { king: first ?? {}, challenger: second ?? {} };
};
