import type { ChainPass } from '../domain/hashChain.js';
import type { JournalView } from '../domain/journal.js';
import type { RoundResult } from '../domain/verdict.js';
import { chainHeads } from './chainLine.js';
import type { ReportRound } from './reportView.js';
import { roundFigures } from './roundFigures.js';

/**
 * One round as its replay has it.
 * @param chains its hash chains, for a report of this round alone, which has its figures too; null as one of several
 */
export const reportRound = (
  view: JournalView,
  result: RoundResult,
  chains: readonly ChainPass[] | null,
): ReportRound => ({
  roundId: result.roundId,
  verdict: result.verdict,
  conditional: result.conditional,
  result,
  replay: { id: view.id, path: view.path, sealed: view.sealed, start: view.start },
  chains: chains === null ? [] : chainHeads(chains),
  axes:
    chains === null
      ? []
      : [...(view.axes ?? []), ...(view.probes ?? [])].filter((entry) => entry.roundId === result.roundId),
  figures: chains === null ? [] : roundFigures(result, view),
});
