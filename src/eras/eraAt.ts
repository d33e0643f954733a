import type { Absent } from '../domain/absent.js';
import type { BlockNumber } from '../domain/block.js';
import type { Era } from './defineEra.js';
import { P11 } from './p11.js';

const ERAS: readonly Era[] = [P11];

/**
 * The era whose rule text judges a round, by the round's seed block. Outside the eras that this version holds it
 * refuses: nothing is guessed.
 */
export function eraAt(seedBlock: BlockNumber): Era | Absent {
  const era = ERAS.find((one) => seedBlock >= one.firstBlock && seedBlock <= one.lastBlock);
  if (era !== undefined) return era;
  const held = ERAS.map((one) => `${one.id} (blocks ${one.firstBlock} to ${one.lastBlock})`).join(', ');
  return {
    absent: 'unknown',
    why: `Block ${seedBlock} lies outside the eras whose rule text this version holds: ${held}; the boundaries are inferred from dated commits. The operator who ran the evaluator then could supply its source.`,
  };
}
