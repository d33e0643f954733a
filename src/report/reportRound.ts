import type { ChainPass } from '../domain/hashChain.js';
import type { JournalView } from '../domain/journal.js';
import type { NoTexts, PromptTexts } from '../domain/promptTexts.js';
import type { RoundResult } from '../domain/verdict.js';
import { chainHeads } from './chainLine.js';
import { decisivePrompts } from './decisivePrompts.js';
import type { ReportRound } from './reportView.js';
import { roundFigures } from './roundFigures.js';

/** What a report without a look into snapshots says of the texts. */
const NOT_LOOKED: NoTexts = {
  why: 'no snapshot was looked into',
  remedy: 'run recrown pairs ROUND --text where the snapshot of the replay is',
};

/**
 * One round as its replay has it.
 * @param chains its hash chains, for a report of this round alone, which has its figures too; null as one of several
 * @param texts of the round's prompts
 */
export const reportRound = (
  view: JournalView,
  result: RoundResult,
  chains: readonly ChainPass[] | null,
  texts: PromptTexts | NoTexts = NOT_LOOKED,
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
  decisive: chains === null ? null : decisivePrompts(view, result, texts),
  figures: chains === null ? [] : roundFigures(result, view),
});
