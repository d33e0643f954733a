import type { Absent } from '../../domain/absent.js';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import { encodeJoined } from '../../model/tokenizer/promptLength.js';
import { continuationFilter } from '../../reconstruct/prompts/continuationFilter.js';
import { type DrawnPrompts, notReplayed } from './drawnPrompts.js';
import type { PinnedSequence } from './pinnedText.js';
import type { RoundTexts } from './pinTexts.js';

/**
 * Joins what the teacher wrote for a replay to its prompts.
 * @param continuations one for each prompt, in the order of the draw
 * @returns Absent when none is long enough to be scored
 */
export function writtenTexts(
  { shard, prompts, tokenizer }: DrawnPrompts,
  continuations: readonly string[],
): RoundTexts | Absent {
  const all = prompts.map(({ text, sha256 }, drawIndex) => ({
    drawIndex,
    promptSha256: sha256,
    ...encodeJoined(tokenizer, text, continuations[drawIndex] as string),
  }));
  const kept = continuationFilter(all.map(({ ids, promptLength }) => ids.length - promptLength));
  const sequences = kept.map((index) => all[index] as PinnedSequence);
  if (sequences.length === 0)
    return notReplayed('every text that the teacher wrote is too short to be scored');
  const capture = sha256Hex(canonicalJson(continuations));
  return { mode: 'fresh', shard, prompts, texts: [{ capture, sequences }], faults: [] };
}
