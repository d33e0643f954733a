import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import { axisRecord } from '../../evaluate/axes/axisRecord.js';
import { gradeCode } from '../../evaluate/grading/gradeCode.js';
import { stripThinking } from '../../evaluate/grading/stripThinking.js';
import type { Sandbox } from '../../evaluate/sandbox/runConfined.js';
import type { RoundItems } from '../../reconstruct/items/drawItems.js';

/**
 * Both axes of which the answer is a body, with the indent of the first line put back, graded again.
 * @param asked the functions that were asked for, in the words of the round
 */
export async function keptIndents(
  records: readonly AxisRecord[],
  asked: Pick<RoundItems, 'code' | 'mbpp'>,
  sandbox: Sandbox,
): Promise<readonly AxisRecord[]> {
  return Promise.all(
    records.map(async (record) => {
      const { axis, items, passFrac } = record;
      if (isAbsent(passFrac) || (axis !== 'code_bench' && axis !== 'mbpp_bench')) return record;
      const [code, how] =
        axis === 'code_bench' ? [asked.code, 'asserted' as const] : [asked.mbpp, 'nested' as const];
      const graded = [];
      for (const [i, item] of items.entries()) {
        const wanted = code[i];
        if (wanted === undefined) throw new RangeError(`${axis} has no item ${i}`);
        const { ok, reason, solved } = await gradeCode(item.answer, wanted, sandbox, how, indented);
        graded.push({ ...item, ok, pred: reason, solved });
      }
      return axisRecord(axis, graded);
    }),
  );
}

/** The text that is graded with the blanks before its first word, as they were written. */
function indented(text: string): string {
  const read = stripThinking(text);
  const at = text.lastIndexOf(read);
  if (read === '' || at < 0) return read;
  return `${/[ \t]*$/.exec(text.slice(0, at))?.[0] ?? ''}${read}`;
}
