import { UsageError } from '../../src/errors/input.js';
import { checkPlan } from './checkPlan.js';
import { type Plan, planSchema } from './plan.js';

/**
 * Reads and checks a plan file.
 * @throws UsageError with one sentence for each thing that cannot be built; nothing has been made then
 */
export function readPlan(text: string, file: string): Plan {
  const refuse = (why: string): UsageError =>
    new UsageError({
      what: `the plan ${file} cannot be built`,
      why,
      remedy: 'Change the plan and run again.',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('it is not JSON');
  }
  const read = planSchema.safeParse(value);
  if (!read.success)
    throw refuse(
      read.error.issues.map((issue) => `${issue.path.join('.') || 'the plan'}: ${issue.message}`).join('; '),
    );
  const faults = checkPlan(read.data);
  if (faults.length > 0) throw refuse(faults.join('; '));
  return read.data;
}
