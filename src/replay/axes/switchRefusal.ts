import type { SwitchName } from '../../eras/defectSwitches.js';
import type { SwitchedAxes } from './askSwitched.js';
import type { RoundAxes } from './evaluateRoundAxes.js';
import { disputedAxes } from './roundReference.js';
import { switchedAxes } from './switchRecords.js';

/** The list of draws in which the calls of an axis' tests stand. */
const CALLS_OF: Readonly<Record<string, string>> = { code_bench: 'code', mbpp_bench: 'mbpp' };

/**
 * Why a switch cannot be computed in the words of an evaluator (rule: what if, docs/methodology.md): it needs calls of tests
 * that only our own items have for certain, or every axis that it turns is left out because grades differ. Null when it can.
 */
export function switchRefusal(
  name: SwitchName,
  { words, held }: RoundAxes,
  { recomputed }: SwitchedAxes,
): string | null {
  if (words.reference === null) return null;
  const turned = switchedAxes(name);
  const { unchecked } = words.reference.draws;
  const unread = turned.find((axis) => unchecked.some((one) => one.axis === CALLS_OF[axis]));
  if (unread !== undefined)
    return `It needs the calls of the tests of ${unread}: those of the evaluator are not in a form that can be read, and those of our own items are not held against it.`;
  const disputed = disputedAxes(held);
  if (turned.length > 0 && turned.every((axis) => disputed.has(axis)))
    return `Grades of ${turned.join(', ')} differ from the evaluator's: it counts neither with the switch nor without it.`;
  if (name !== 'recompute-full' || recomputed === null) return null;
  const more = [...disputedAxes(recomputed.held).keys()].filter((axis) => !disputed.has(axis));
  return more.length === 0
    ? null
    : `Grades of ${more.join(', ')} differ from the evaluator's on the answers that were decoded another way.`;
}
