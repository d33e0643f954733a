import { isAbsent } from '../../domain/absent.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import { UsageError } from '../../errors/input.js';
import type { RoundQuestions } from './RoundQuestions.js';

const WORDS = { own: "recrown's own", reference: "the evaluator's" } as const;

/** @throws UsageError for a teacher's answers to the items of another round, in other words, or to another number of them */
export function mustBeOfRound(
  refs: TeacherRefs,
  block: bigint,
  counts: ItemCounts,
  wording: RoundQuestions['wording'],
): void {
  const { seed, capability, chatLengths, think, wording: asked = 'own' } = refs;
  const items = counts.capability_fixed + counts.capability_drawn;
  const saysNothing = [capability, chatLengths, think].every(isAbsent);
  const why = saysNothing
    ? null
    : seed !== String(block)
      ? `they belong to seed block ${seed}, not ${block}`
      : asked !== wording
        ? `they were asked in ${WORDS[asked]} words, the round is in ${WORDS[wording]}`
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
