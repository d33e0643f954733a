import type { Breach } from '../../domain/verdict.js';
import type { BreachInput } from './breachInput.js';
import { recycledUid } from './recycledUid.js';

const CHECKS: readonly ((input: BreachInput) => Breach | null)[] = [recycledUid];

/** Every breach of a round that chain state and arithmetic show, without a model. */
export const findBreaches = (input: BreachInput): Breach[] =>
  CHECKS.flatMap((check) => {
    const breach = check(input);
    return breach === null ? [] : [breach];
  });
