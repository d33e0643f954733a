import { sha256Hex } from '../../domain/canonical.js';
import type { ChainPrompt } from '../../domain/hashChain.js';
import { requestBytes } from '../../domain/scoreBytes.js';
import { type PinnedSequence, scoredRows } from '../texts/pinnedText.js';

/** A scored sequence as the hash chain names it. */
export const chainPrompt = (sequence: PinnedSequence): ChainPrompt => ({
  index: sequence.drawIndex,
  sha256: sequence.promptSha256,
  tokens: sha256Hex(requestBytes({ ids: sequence.ids, rows: scoredRows(sequence) })),
});
