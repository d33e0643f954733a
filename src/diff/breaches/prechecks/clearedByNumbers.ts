import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import { CLEARING_WORDS, HARD_WORDS, wordsIn } from '../../../eras/errorWords.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { firstByUid } from '../firstByUid.js';
import { disqualifications, type ShownDisqualification, tookPart } from './disqualifications.js';

/**
 * Disqualifications from the evaluation itself: no failure of the network writes them, and the next precheck does not
 * find them again, as it does for `arch:` and for copies told by files.
 */
const FROM_EVALUATION = /^(anti-finetune:|quality:|FRAUD:|copy: (activation-space|functional) )/;

/**
 * E7: the text of a disqualification holds a word, or a number, that the evaluator takes for a passing failure of the
 * network; its next precheck erases the entry, and the model is queued again (rule: prechecks, docs/methodology.md).
 */
export const clearedByNumbers: BreachCheck = {
  code: 'E7',
  title: 'A disqualification is erased because of a number or word in its own text',
  nature: 'defect',
  decidedFrom: 'published disqualifications',
  find: (input) => {
    if (input.policy.precheckLine !== 'MID' && input.policy.precheckLine !== 'LATEST') return [];
    const found = flatMap(disqualifications(input), (one) => cleared(one, input));
    return firstByUid(found);
  },
};

function cleared(
  { contender, reason, validatorUid }: ShownDisqualification,
  input: BreachInput,
): FoundBreach[] {
  const words = FROM_EVALUATION.test(reason) ? wordsIn(reason, CLEARING_WORDS) : [];
  if (words.length === 0 || wordsIn(reason, HARD_WORDS).length > 0 || !tookPart(contender, input)) return [];
  const { uid, hotkey, committedAt } = contender;
  const key = `${hotkey}:${committedAt}`;
  const before = input.disqualifiedBefore.includes(key);
  return [
    {
      uid,
      decisive: false,
      evidence: [
        `Validator ${validatorUid} published UID ${uid} (commitment of block ${committedAt}) as disqualified: ${printable(reason, 160)}`,
        `The text holds ${words.map((word) => `"${word}"`).join(', ')} and no word of a lasting refusal: the evaluator's next precheck erases the entry, and the same commitment is valid again.`,
        before
          ? `It was disqualified in round ${input.round.roundId - 1} already, and takes part in this one again.`
          : 'The commitment takes part in this round.',
      ],
    },
  ];
}
