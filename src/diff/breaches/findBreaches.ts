import type { Breach } from '../../domain/verdict.js';
import { BREACH_CHECKS } from './breachChecks.js';
import type { BreachCheck, BreachInput } from './breachInput.js';

const named = ({ code, title, nature }: BreachCheck) => ({ code, title, nature });

/** Every breach of a round that needs no model, in the order of the codes. */
export const findBreaches = (input: BreachInput): Breach[] =>
  BREACH_CHECKS.flatMap((check) => check.find(input).map((found) => ({ ...named(check), ...found })));
