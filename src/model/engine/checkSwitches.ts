import { UsageError } from '../../errors/input.js';
import type { Architecture, ModelSwitches } from '../graphs/Architecture.js';

/**
 * A switch that an architecture does not have would change nothing and seem to answer a question.
 *
 * @throws UsageError naming the switch
 */
export function checkSwitches(switches: ModelSwitches, { name, switches: known }: Architecture): void {
  for (const [key, value] of Object.entries(switches)) {
    if (value !== undefined && !known.includes(key as keyof ModelSwitches))
      throw refused(`${name} models have no switch ${JSON.stringify(key)}, they have ${known.join(', ')}`);
  }
  const { restartLinear = 0 } = switches;
  if (!Number.isSafeInteger(restartLinear) || restartLinear < 0)
    throw refused(`restartLinear is ${restartLinear}, a whole number of tokens is expected`);
}

function refused(what: string): UsageError {
  return new UsageError({
    what: `the model's switches do not fit: ${what}`,
    remedy: 'Leave the switch out, or use it with a model of its architecture.',
  });
}
