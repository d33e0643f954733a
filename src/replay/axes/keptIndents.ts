import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import { axisRecord } from '../../evaluate/axes/axisRecord.js';
import { gradeCode } from '../../evaluate/grading/gradeCode.js';
import { stripThinking } from '../../evaluate/grading/stripThinking.js';
import type { Sandbox } from '../../evaluate/sandbox/runConfined.js';
import { drawItems } from '../../reconstruct/items/drawItems.js';
import type { AxesInput } from './evaluateAxes.js';

/** Both axes of which the answer is a body, with the indent of the first line put back, graded again. */
export async function keptIndents(
  records: readonly AxisRecord[],
  { block, counts }: Pick<AxesInput, 'block' | 'counts'>,
  sandbox: Sandbox,
): Promise<readonly AxisRecord[]> {
  const drawn = drawItems(block, counts);
  return Promise.all(
    records.map(async (record) => {
      const { axis, items, passFrac } = record;
      if (isAbsent(passFrac) || (axis !== 'code_bench' && axis !== 'mbpp_bench')) return record;
      const [code, how] =
        axis === 'code_bench' ? [drawn.code, 'asserted' as const] : [drawn.mbpp, 'nested' as const];
      const graded = [];
      for (const [i, item] of items.entries()) {
        const asked = code[i];
        if (asked === undefined) throw new RangeError(`${axis} has no item ${i}`);
        const { ok, reason, solved } = await gradeCode(item.answer, asked, sandbox, how, indented);
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
