import type { Ground } from '../simulate/plantedRound.js';
import { ERA_FACTS, type Rules } from '../simulate/truth/rules.js';

/** Holds the default rules of every ground against our own table of the eras. */
export function checkTables(grounds: readonly Ground[]): string[] {
  const found = Object.keys(ERA_FACTS).flatMap((eraId) =>
    grounds.some((one) => one.eraId === eraId) ? [] : [`no round of era ${eraId} can be planted`],
  );
  for (const ground of grounds) {
    const facts = ERA_FACTS[ground.eraId];
    const rules = ground.rulesAt(ground.rounds[0])[0] as Rules;
    const own = {
      maxKl: rules.maxKl,
      floor: rules.floor,
      reserve: rules.reserve,
      noWinner: rules.noWinner,
      conditional: rules.mode === 'conditional',
    };
    if (JSON.stringify(own) !== JSON.stringify(facts))
      found.push(`era ${ground.eraId} has ${JSON.stringify(own)}, the table ${JSON.stringify(facts)}`);
    const fixed = [rules.alpha, rules.errors, rules.minPairs, rules.fraudKl, rules.margin, rules.saturation];
    if (JSON.stringify(fixed) !== '[0.03,1.96,100,0.000001,0.03,0.005]')
      found.push(`era ${ground.eraId} has other fixed constants: ${fixed.join(' ')}`);
  }
  return found;
}
