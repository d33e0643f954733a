import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Decoder } from '../../domain/decoder.js';
import { askItem } from '../../evaluate/axes/askItem.js';
import { CAPABILITY_BUDGET } from '../../evaluate/axes/benches.js';
import { gradeCapability } from '../../evaluate/grading/gradeCapability.js';
import { CAPABILITY_POOL } from '../../reconstruct/items/capabilityPool.js';
import type { RoundItems } from '../../reconstruct/items/drawItems.js';
import { askGraded } from './askGraded.js';
import type { BenchItem } from './benchItems.js';

/** Asks a model, or the teacher, the capability items of a round. */
export const askCapability = (
  decoder: Decoder,
  items: RoundItems,
  prompts: readonly string[],
  onItem: () => void,
): Promise<AxisRecord> =>
  askGraded(
    'capability',
    capabilityItems(items, prompts),
    ({ prompt }) => askItem(decoder, [prompt], CAPABILITY_BUDGET),
    { dropFailed: false, onItem },
  );

function capabilityItems({ capability }: RoundItems, prompts: readonly string[]): BenchItem[] {
  const asked = [...capability.staticIndex.map((index) => CAPABILITY_POOL[index]), ...capability.drawn];
  return asked.flatMap((item, i) =>
    item === undefined
      ? []
      : [
          {
            source: `capability/${item.kind}`,
            prompt: prompts[i] as string,
            gold: item.answers.join('|') || `${item.count} words`,
            grade: async (text: string) => gradeCapability(text, item),
          },
        ],
  );
}
