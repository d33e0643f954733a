import { isAbsent } from '../../domain/absent.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import { UsageError } from '../../errors/input.js';

/** @throws UsageError for a teacher's answers to the items of another round, or to another number of them */
export function mustBeOfRound(refs: TeacherRefs, block: bigint, counts: ItemCounts): void {
  const { seed, capability, chatLengths, think } = refs;
  const items = counts.capability_fixed + counts.capability_drawn;
  const saysNothing = [capability, chatLengths, think].every(isAbsent);
  const why = saysNothing
    ? null
    : seed !== String(block)
      ? `they belong to seed block ${seed}, not ${block}`
      : !isAbsent(capability) && capability.n !== items
        ? `they hold ${capability.n} capability answers, ${items} are asked`
        : null;
  if (why === null) return;
  throw new UsageError({
    what: "the teacher's answers do not fit the round",
    why,
    remedy: 'Ask the teacher again, or give its answers to these items.',
  });
}
