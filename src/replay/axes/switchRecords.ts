import type { AxisRecord, ItemRecord } from '../../domain/axisRecord.js';
import type { SwitchName } from '../../eras/defectSwitches.js';
import { axisRecord } from '../../evaluate/axes/axisRecord.js';
import { gradeMath } from '../../evaluate/grading/gradeMath.js';
import { gradeReasoning } from '../../evaluate/grading/gradeReasoning.js';

/** Switches that turn answers that are there into other grades. */
type GradingSwitch = Exclude<SwitchName, 'recompute-full' | 'indent-kept'>;

const MATH = ['math_bench', 'robustness_bench', 'tool_use_bench', 'noise_resistance_bench'];
const HELPED = ['code_bench', 'mbpp_bench', 'ifeval_bench'];
const MARK = '####';

/** Axes whose grades a switch turns; none where it turns those of any axis. */
export function switchedAxes(name: SwitchName): readonly string[] {
  if (name === 'mbpp-solved') return ['mbpp_bench'];
  if (name === 'code-solved') return ['code_bench'];
  if (name === 'indent-kept') return ['code_bench', 'mbpp_bench'];
  if (name === 'last-mark') return MATH;
  if (name === 'option-in-parentheses') return ['reasoning_bench'];
  return name === 'ways-once' ? ['robustness_bench'] : [];
}

/** Benches of which the rule has no value under a switch. */
export const withoutBenches = (name: SwitchName): readonly string[] => (name === 'no-helpers' ? HELPED : []);

/** The axis records of one contender as they would be without a defect. */
export function switchRecords(name: GradingSwitch, records: readonly AxisRecord[]): readonly AxisRecord[] {
  if (name === 'no-helpers') return records.filter(({ axis }) => !HELPED.includes(axis));
  return records.map((record) => {
    const items = switchedItems(name, record);
    return items === record.items ? record : axisRecord(record.axis, items);
  });
}

function switchedItems(name: GradingSwitch, { axis, items }: AxisRecord): readonly ItemRecord[] {
  if (name === 'errors-dropped')
    return items.some((one) => one.failed) ? items.filter((one) => !one.failed) : items;
  if (name === 'ways-once' && axis === 'robustness_bench') return distinct(items);
  if ((name === 'mbpp-solved' && axis === 'mbpp_bench') || (name === 'code-solved' && axis === 'code_bench'))
    return items.map((one) => ({ ...one, ok: one.solved === true }));
  if (name === 'last-mark' && MATH.includes(axis)) return items.map(lastMark);
  if (name === 'option-in-parentheses' && axis === 'reasoning_bench') return items.map(lastOption);
  return items;
}

/** Each prompt once, with its first answer. */
function distinct(items: readonly ItemRecord[]): readonly ItemRecord[] {
  const seen = new Set<string>();
  const kept = items.filter(({ prompt }) => {
    const isNew = !seen.has(prompt);
    seen.add(prompt);
    return isNew;
  });
  return kept.length === items.length ? items : kept;
}

function lastMark(item: ItemRecord): ItemRecord {
  const at = item.answer.lastIndexOf(MARK);
  return at < 0 ? item : { ...item, ...gradeMath(item.answer.slice(at), item.gold) };
}

function lastOption(item: ItemRecord): ItemRecord {
  const option = [...item.answer.matchAll(/\(([A-Z])\)/g)].at(-1)?.[0];
  return option === undefined ? item : { ...item, ...gradeReasoning(option, item.gold) };
}
