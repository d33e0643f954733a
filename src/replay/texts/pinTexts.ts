import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { TokenMode } from '../../domain/duel.js';
import type { PublishedRound } from '../../domain/published.js';
import type { Prompt } from '../../domain/round.js';
import type { RoundInputs } from '../assembleInputs.js';
import { drawnPrompts, notReplayed } from './drawnPrompts.js';
import { type PinnedText, pinText } from './pinnedText.js';

/** The drawn prompts of a round and every teacher text on them. */
export interface RoundTexts {
  /** `pinned`: captured from a validator; `fresh`: written for this replay. */
  readonly mode: Extract<TokenMode, 'pinned' | 'fresh'>;
  readonly shard: number;
  readonly prompts: readonly Prompt[];
  /** In the order of capture; never empty. */
  readonly texts: readonly PinnedText[];
  /** Captured texts that cannot stand for the round, each with the reason. */
  readonly faults: readonly Absent[];
}

/**
 * Draws the round's prompts from the recorded shard and joins each captured teacher text to them.
 * @returns Absent when the shard, the teacher or its tokenizer is not recorded, or no capture fits the draw
 */
export async function pinTexts(inputs: RoundInputs, snapshot: Snapshot): Promise<RoundTexts | Absent> {
  const { published } = inputs;
  const captures = published?.captures ?? [];
  if (captures.length === 0)
    return notReplayed(
      "no captured teacher text (eval_data.json); the validator's files of the round could supply it",
    );
  const drawn = await drawnPrompts(inputs, snapshot);
  if (isAbsent(drawn)) return drawn;
  const { shard, prompts, tokenizer } = drawn;
  const texts: PinnedText[] = [];
  const faults: string[] = [];
  for (const capture of captures) {
    const text = pinText(capture, prompts, tokenizer);
    const least =
      published !== null && capture.ofValidator === published.validatorUid ? publishedPrompts(published) : 1;
    if ('fault' in text) faults.push(text.fault);
    else if (text.sequences.length < Math.max(1, least))
      faults.push(
        `the captured teacher text ${capture.sha256.slice(0, 12)} holds ${text.sequences.length} prompts of at least ${least}`,
      );
    else texts.push(text);
  }
  if (texts.length === 0) return notReplayed(faults[0] ?? 'no captured teacher text can be used');
  return { mode: 'pinned', shard, prompts, texts, faults: faults.map(notReplayed) };
}

/** Prompts that the published numbers rest on: a captured text with fewer is not the whole text of the round. */
const publishedPrompts = (published: PublishedRound): number =>
  Math.max(
    0,
    ...published.rows.flatMap((row) => [
      row.promptsTotal ?? 0,
      row.tTest?.n ?? 0,
      row.klPerPrompt?.length ?? 0,
    ]),
  );
