import type { CodeItem } from '../../domain/item.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import type { ReferenceCheck } from '../../domain/referenceCheck.js';
import { EvaluatorAnswerError } from '../../errors/evaluator.js';
import { askReference } from '../../evaluate/reference/askReference.js';
import type { Reference } from '../../evaluate/reference/openReference.js';
import { type Drawn, drawn, graded } from '../../evaluate/reference/referenceAnswer.js';
import type { RoundItems } from '../../reconstruct/items/drawItems.js';
import { compareDraws } from './compareDraws.js';
import { ownQuestions } from './ownQuestions.js';
import type { RoundQuestions } from './RoundQuestions.js';

/** Questions in the evaluator's words, and what came of holding its draws against ours. */
export interface ReferenceQuestions {
  readonly questions: RoundQuestions;
  readonly check: ReferenceCheck;
}

/** What no call of the evaluator is known for. */
const OWN_WORDS = [
  { axis: 'chat_probe', why: 'no call of the evaluator gives its four requests' },
  { axis: 'judge_probe rubric', why: 'no call of the evaluator gives what it asks its judge' },
  { axis: 'chat_turns_probe rubric', why: 'no call of the evaluator gives what it asks its judge' },
];

/**
 * The questions of a round in the words of an evaluator, with the draws of both held against each other (rule: reference
 * wording, docs/methodology.md). Where draws differ the questions do not fit the items: the caller looks at `check.agrees`.
 *
 * @throws EvaluatorError when the evaluator cannot be asked
 */
export async function referenceQuestions(
  reference: Reference,
  block: bigint,
  counts: ItemCounts,
): Promise<ReferenceQuestions> {
  const own = ownQuestions(block, counts);
  const theirs = await askReference(reference, { block, counts, task: 'items' }, drawn);
  if (Object.keys(theirs.prompts).length === 0)
    throw new EvaluatorAnswerError({
      what: 'the evaluator gives no prompt of any axis',
      why: theirs.absent.map(([axis, why]) => `${axis}: ${why}`)[0] ?? 'it names none',
      remedy: 'Give another checkout with --evaluator, or leave it out for our own wording.',
    });
  const { checked, differences, unchecked } = compareDraws(own, theirs);
  return {
    questions: {
      wording: 'reference',
      items: itemsOf(own.items, theirs),
      prompts: { ...own.prompts, ...theirs.prompts },
      ...(theirs.capability !== null && {
        gradePattern: async (index: number, text: string) => {
          const asked = { block, counts, task: 'grade', capability: [[index, text]] } as const;
          const [one] = (await askReference(reference, asked, graded)).capability;
          return { pred: one?.[0] ?? '', ok: one?.[1] ?? false };
        },
      }),
    },
    check: {
      ...reference.identity,
      agrees: differences.length === 0,
      ...{ checked, differences, unchecked },
      ownWords: [
        ...OWN_WORDS,
        ...theirs.absent
          .filter(([axis]) => (own.prompts[axis]?.length ?? 0) > 0)
          .map(([axis, why]) => ({ axis, why })),
      ],
    },
  };
}

/** Our items with all that hangs on wording from the evaluator: what an answer is graded by must be what was asked. */
function itemsOf(own: RoundItems, { items, capability }: Drawn): RoundItems {
  const coded = (ours: readonly CodeItem[], theirs: Drawn['items']['code']) =>
    ours.map((one, i) => ({ ...one, prompt: theirs?.[i]?.prompt ?? one.prompt }));
  return {
    ...own,
    code: coded(own.code, items.code),
    mbpp: coded(own.mbpp, items.mbpp),
    procedural: own.procedural.map((one, i) => ({ ...one, gold: items.procedural?.[i]?.[1] ?? one.gold })),
    ifeval: own.ifeval.map((one, i) => ({
      ...one,
      instructions: items.ifeval?.[i]?.instructions ?? one.instructions,
    })),
    capability:
      capability === null
        ? own.capability
        : {
            staticIndex: [],
            drawn: capability.map(({ count, ...one }) => (count === undefined ? one : { ...one, count })),
          },
  };
}
