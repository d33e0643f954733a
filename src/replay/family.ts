import { plannedStatisticGates } from '../decide/familyBand.js';
import { isAbsent } from '../domain/absent.js';
import { type EraBoundaries, erasAt } from '../eras/erasAt.js';
import { roundBlocks } from '../eras/roundBlocks.js';
import { AuditError } from '../errors/base.js';
import type { World } from './openWorld.js';
import { readInputs } from './readInputs.js';

/** A round whose files cannot be read is told so when it is judged. */
function orNull(error: unknown): null {
  if (error instanceof AuditError) return null;
  throw error;
}

/** Error that every statistical wrong crown of one audit together may have (rule: noise band, docs/methodology.md). */
export const FAMILY_ALPHA = 0.001;

/** The family of tests that one audit makes: what the width of every noise band rests on. */
export interface Family {
  readonly alpha: number;
  /** Gates of the audited range that a statistic decides; at least 1. */
  readonly m: number;
}

/**
 * Counts the gates of a range that are decided by a statistic: of every contender that the chain and the files give,
 * whether its models can be run or not. So the count is known before the first round is judged, and is the same
 * after an interruption.
 */
export async function familyOf(
  rounds: readonly number[],
  world: World,
  boundaries: EraBoundaries,
): Promise<Family> {
  let m = 0;
  for (const roundId of rounds) {
    const blocks = roundBlocks(roundId);
    const eras = erasAt(blocks.seedBlock, boundaries);
    const inputs = isAbsent(eras) ? eras : await readInputs(blocks, eras, world).catch(orNull);
    if (inputs === null || isAbsent(inputs)) continue;
    m += plannedStatisticGates(inputs.spec.king !== null, inputs.spec.challengers.length);
  }
  return { alpha: FAMILY_ALPHA, m: Math.max(1, m) };
}
