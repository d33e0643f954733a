import type { Breach } from '../../domain/verdict.js';
import { BREACH_CHECKS } from './breachChecks.js';
import type { BreachInput } from './breachInput.js';

/** Every breach of a round that needs no model, in the order of the codes. */
export function findBreaches(input: BreachInput): Breach[] {
  const breaches: Breach[] = [];
  for (const { code, title, nature, find } of BREACH_CHECKS) {
    const all = find(input);
    // Nearly every check of nearly every round finds nothing.
    if (all.length > 0) for (const found of all) breaches.push({ code, title, nature, ...found });
  }
  return breaches;
}
