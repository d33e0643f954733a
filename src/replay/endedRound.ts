import { weakestTrust } from '../domain/trust.js';
import type { RoundResult } from '../domain/verdict.js';
import type { RoundInputs } from './assembleInputs.js';
import { END } from './crownHistory.js';
import { seedTime } from './seedTime.js';
import { unverifiableRound } from './unverifiableRound.js';

/** A round whose rows are not those of king of the hill: nothing of it, and of later ones, is judged. */
export const endedRound = (inputs: RoundInputs, why: string): RoundResult => ({
  ...unverifiableRound(inputs.spec, null, { absent: 'not-applicable', why }),
  seedHash: inputs.spec.seedHash,
  ...seedTime(inputs.seed),
  eraId: END,
  trust: weakestTrust([inputs.cutoff, inputs.seed, ...inputs.window].map((state) => state.trust)),
  summary: 'King of the hill had ended, or another mechanism set the rows: this round is not judged.',
});
