import type { ChainState } from '../domain/chainState.js';
import type { RoundResult } from '../domain/verdict.js';

/** When a round began, from the state at its seed block; nothing where the block's header does not tell. */
export const seedTime = ({ time }: ChainState): Pick<RoundResult, 'seedTime'> =>
  time === undefined ? {} : { seedTime: time };
