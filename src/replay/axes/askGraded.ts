import type { AxisRecord, ItemRecord } from '../../domain/axisRecord.js';
import type { Answer } from '../../evaluate/axes/askItem.js';
import { axisRecord } from '../../evaluate/axes/axisRecord.js';
import type { BenchItem } from './benchItems.js';

/**
 * Asks every item of an axis and grades the answers.
 *
 * @param dropFailed leaves items out whose decoding failed; otherwise they are graded like any answer
 */
export async function askGraded(
  axis: string,
  list: readonly BenchItem[],
  ask: (item: BenchItem, index: number) => Promise<Answer>,
  { dropFailed, onItem }: { readonly dropFailed: boolean; readonly onItem: () => void },
): Promise<AxisRecord> {
  const graded: ItemRecord[] = [];
  for (const [index, item] of list.entries()) {
    const { text, tokens, failed } = await ask(item, index);
    const { prompt, source, gold, way } = item;
    graded.push({
      ...{ source, prompt, answer: text, gold },
      ...(await item.grade(text)),
      ...{ tokens, failed },
      ...(way === undefined ? {} : { way }),
    });
    onItem();
  }
  return axisRecord(axis, dropFailed ? graded.filter((one) => !one.failed) : graded);
}
