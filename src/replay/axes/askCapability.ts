import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Decoder } from '../../domain/decoder.js';
import type { CapabilityItem } from '../../domain/item.js';
import { askItem } from '../../evaluate/axes/askItem.js';
import { CAPABILITY_BUDGET } from '../../evaluate/axes/benches.js';
import { gradeCapability } from '../../evaluate/grading/gradeCapability.js';
import { CAPABILITY_POOL } from '../../reconstruct/items/capabilityPool.js';
import { askGraded } from './askGraded.js';
import type { BenchItem } from './benchItems.js';
import type { RoundQuestions } from './RoundQuestions.js';

/** Asks a model, or the teacher, the capability items of a round. */
export const askCapability = (
  decoder: Decoder,
  questions: RoundQuestions,
  onItem: () => void,
): Promise<AxisRecord> =>
  askGraded(
    'capability',
    capabilityItems(questions),
    ({ prompt }) => askItem(decoder, [prompt], CAPABILITY_BUDGET),
    { dropFailed: false, atOnce: decoder.atOnce, onItem },
  );

function capabilityItems({ items: { capability }, prompts, gradePattern }: RoundQuestions): BenchItem[] {
  const asked = [...capability.staticIndex.map((index) => CAPABILITY_POOL[index]), ...capability.drawn];
  return asked.flatMap((item, i) =>
    item === undefined
      ? []
      : [
          {
            source: `capability/${item.kind}`,
            prompt: prompts.capability?.[i] as string,
            gold: item.answers.join('|') || `${item.count} words`,
            grade: async (text: string) =>
              gradePattern !== undefined && isPattern(item)
                ? gradePattern(i, text)
                : gradeCapability(text, item),
          },
        ],
  );
}

/** Whether the right answers of an item are those that a pattern finds. */
export const isPattern = ({ kind }: CapabilityItem): boolean => kind === 'phrase' || kind === 'format_re';
