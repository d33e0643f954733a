import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import type { Reference } from '../../evaluate/reference/openReference.js';
import { blankRecords } from './blankRecords.js';
import { checkGrades } from './checkGrades.js';
import { evaluatorIdentity } from './evaluatorIdentity.js';
import { heldPart } from './heldPart.js';
import { mustAgree } from './mustAgree.js';
import type { RoundWords } from './RoundWords.js';
import { referenceQuestions } from './referenceQuestions.js';

/** Rounds whose questions are kept at hand. */
const KEPT = 8;

/** Gives the words of a round, by the number of its seed block. */
export type WordsOf = (block: bigint, counts: ItemCounts) => Promise<RoundWords>;

/**
 * The words of an evaluator. Before a round is given its draws are held against ours and every grader was tried on empty
 * answers, so that trouble shows before a model takes its time.
 *
 * @returns a function that throws EvaluatorDisagreesError where a draw differs, EvaluatorError where it cannot be asked
 */
export function evaluatorWords(reference: Reference): WordsOf {
  const kept = new Map<bigint, Promise<RoundWords>>();
  return (block, counts) => {
    const known = kept.get(block);
    if (known !== undefined) return known;
    const asked = wordsOf(reference, block, counts);
    kept.set(block, asked);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return asked;
  };
}

async function wordsOf(reference: Reference, block: bigint, counts: ItemCounts): Promise<RoundWords> {
  const asked = await referenceQuestions(reference, block, counts);
  mustAgree(asked);
  const { questions, check } = asked;
  const round = { block, counts };
  await checkGrades(reference, asked, round, blankRecords(questions));
  const bare = { ...asked, check: { ...check, agrees: true, checked: 0, unchecked: [] } };
  const { items, prompts } = questions;
  return {
    questions,
    reference: {
      identity: evaluatorIdentity(reference.identity),
      digest: sha256Hex(canonicalJson({ items, prompts })),
      draws: heldPart('draws', check),
      ownWords: check.ownWords,
      holdGrades: async (of, records) => heldPart(of, await checkGrades(reference, bare, round, records)),
    },
  };
}
