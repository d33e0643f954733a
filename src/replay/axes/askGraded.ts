import type { AxisRecord, ItemRecord } from '../../domain/axisRecord.js';
import { severalAtOnce } from '../../domain/severalAtOnce.js';
import type { Answer } from '../../evaluate/axes/askItem.js';
import { axisRecord } from '../../evaluate/axes/axisRecord.js';
import type { BenchItem } from './benchItems.js';

/**
 * Asks every item of an axis and grades the answers: with several at once all are asked first, so that programs run while
 * nothing is computed beside them.
 *
 * @param atOnce answers that are asked for at once
 * @param dropFailed leaves items out whose decoding failed; otherwise they are graded like any answer
 */
export async function askGraded(
  axis: string,
  list: readonly BenchItem[],
  ask: (item: BenchItem, index: number) => Promise<Answer>,
  {
    dropFailed,
    atOnce = 1,
    onItem,
  }: { readonly dropFailed: boolean; readonly atOnce?: number | undefined; readonly onItem: () => void },
): Promise<AxisRecord> {
  const graded: ItemRecord[] = [];
  const grade = async (item: BenchItem, { text, tokens, failed }: Answer): Promise<void> => {
    const { prompt, source, gold, way } = item;
    graded.push({
      ...{ source, prompt, answer: text, gold },
      ...(await item.grade(text)),
      ...{ tokens, failed },
      ...(way === undefined ? {} : { way }),
    });
  };
  if (atOnce === 1) {
    for (const [index, item] of list.entries()) {
      await grade(item, await ask(item, index));
      onItem();
    }
  } else {
    const answers = await severalAtOnce(list, atOnce, async (item, index) => {
      const answer = await ask(item, index);
      onItem();
      return answer;
    });
    for (const [i, item] of list.entries()) await grade(item, answers[i] as Answer);
  }
  return axisRecord(axis, dropFailed ? graded.filter((one) => !one.failed) : graded);
}
