import type { AxisRecord } from '../../domain/axisRecord.js';
import type { ReferenceEntry } from '../../domain/journal.js';
import type { HeldOf, HeldPart } from '../../domain/referenceCheck.js';
import { EvaluatorAnswerError } from '../../errors/evaluator.js';
import { stopIfAsked, type Tools } from '../tools.js';
import type { RoundWords } from './RoundWords.js';

/** A round in work. */
interface HeldIn {
  readonly roundId: number;
  readonly mode: string;
  readonly tools: Tools;
}

const recordsIn = ({ roundId, tools }: Pick<HeldIn, 'roundId' | 'tools'>): ReferenceEntry[] =>
  tools.journal.recordsOf(roundId).filter((one): one is ReferenceEntry => one.type === 'reference');

/** Draws and what the teacher said are those of every decoding. */
const isOfMode = ({ mode, held }: ReferenceEntry, wanted: string): boolean =>
  mode === wanted || typeof held.of === 'string';

/** What a journal holds of one decoding; none for words of our own. */
export const partsOfMode = (
  { reference }: RoundWords,
  records: readonly ReferenceEntry[],
  mode: string,
): HeldPart[] =>
  reference === null ? [] : records.filter((one) => isOfMode(one, mode)).map(({ held }) => held);

/**
 * Journals once what came of the draws, before anything is asked.
 * @throws EvaluatorAnswerError when the journal was begun with other questions of the same evaluator
 */
export function holdQuestions({ reference }: RoundWords, roundId: number, mode: string, tools: Tools): void {
  if (reference === null) return;
  const known = recordsIn({ roundId, tools });
  if (known.some(({ questions }) => questions !== reference.digest))
    throw new EvaluatorAnswerError({
      what: 'the evaluator asks other questions than before',
      why: `those of round ${roundId} have the sha256 ${reference.digest}, the journal was begun with ${known[0]?.questions}`,
      remedy: 'Give an evaluator that draws the same again, or start over with --fresh.',
    });
  if (known.length > 0) return;
  tools.journal.append({
    ...{ type: 'reference', roundId, mode, questions: reference.digest },
    held: reference.draws,
  });
}

/**
 * Holds the grades of a contender, or of the teacher's own answers, against the evaluator and journals what came of it,
 * unless the journal has it.
 * @throws EvaluatorError when the evaluator cannot be asked; InterruptedError after it, when a stop was asked for
 */
export async function holdGrades(
  of: HeldOf,
  records: readonly AxisRecord[],
  { reference }: RoundWords,
  at: HeldIn,
): Promise<void> {
  const { roundId, mode, tools } = at;
  if (reference === null || records.length === 0) return;
  if (recordsIn(at).some((one) => isOfMode(one, mode) && one.held.of === of)) return;
  const held = await reference.holdGrades(of, records);
  tools.journal.append({ type: 'reference', roundId, mode, questions: reference.digest, held });
  stopIfAsked(tools);
}
