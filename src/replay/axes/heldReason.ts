import { evaluatorName } from '../../domain/evaluatorName.js';
import { heldCount } from '../../domain/heldCount.js';
import type { RoundReference } from '../../domain/referenceCheck.js';

/** What was held against the evaluator whose words were asked, and which axes do not count for it: a sentence. */
export function heldReason(reference: RoundReference): string {
  const axes = [...new Set(reference.parts.flatMap(({ differ }) => Object.keys(differ)))];
  const left =
    axes.length === 0
      ? ''
      : `; ${axes.join(', ')} ${axes.length === 1 ? 'does' : 'do'} not count as computed`;
  return `${heldCount(reference)} (${evaluatorName(reference)})${left}.`;
}
