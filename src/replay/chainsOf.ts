import type { ChainPass } from '../domain/hashChain.js';
import type { JournalView } from '../domain/journal.js';
import { chainRounds } from './bisect/chainRounds.js';

/** The hash chains of one round of a replay; none where it recorded none. @throws DamagedError */
export const chainsOf = (view: JournalView, roundId: number): readonly ChainPass[] =>
  chainRounds([...view.plans, ...view.teacher, ...view.scores]).find((round) => round.roundId === roundId)
    ?.passes ?? [];
