import type { Absent } from '../domain/absent.js';
import type { RoundBlocks } from '../domain/round.js';
import type { RoundResult } from '../domain/verdict.js';
import type { Era } from '../eras/defineEra.js';

/** A round about which nothing can be said but why. */
export const unverifiableRound = (blocks: RoundBlocks, era: Era | null, why: Absent): RoundResult => ({
  roundId: blocks.roundId,
  seedBlock: blocks.seedBlock,
  seedHash: null,
  cutoffBlock: blocks.cutoffBlock,
  activationBlock: blocks.activationBlock,
  eraId: era?.id ?? null,
  otherEras: [],
  trust: null,
  verdict: 'unverifiable',
  cause: null,
  conditional: false,
  coverage: 0,
  tokenMode: null,
  summary: 'The crown of this round cannot be checked.',
  causeNote: null,
  reasons: [why.why],
  king: null,
  challengers: [],
  contenders: [],
  plans: [],
  claimedUid: null,
  claimedHotkeys: [],
  decisions: [],
  noise: null,
  band: null,
  agreement: null,
  unsettled: null,
  prompts: null,
  validators: [],
  breaches: [],
});
