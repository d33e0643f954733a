import { type Absent, isAbsent } from '../../domain/absent.js';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { TextsRecord } from '../../domain/journal.js';
import { encodeJoined } from '../../model/tokenizer/promptLength.js';
import type { Tokenizer } from '../../model/tokenizer/Tokenizer.js';
import { continuationFilter } from '../../reconstruct/prompts/continuationFilter.js';
import { afterGrace } from '../afterGrace.js';
import type { RoundInputs } from '../assembleInputs.js';
import type { TextWriter } from '../teacher/TextWriter.js';
import { stopIfAsked, type Tools } from '../tools.js';
import { drawnPrompts, notReplayed } from './drawnPrompts.js';
import type { PinnedSequence } from './pinnedText.js';
import type { RoundTexts } from './pinTexts.js';

/** Prompts per journal record: what an interruption can lose. */
const BATCH = 16;

/**
 * Has the teacher continue the round's prompts anew, where nobody captured what it wrote: another sample of the same
 * text, never the one that the crown was measured on (rule: teacher text and token modes, docs/methodology.md). Each batch is
 * journaled, and what the journal holds is not written again.
 * @param files the teacher's
 * @returns Absent when the prompts cannot be drawn, or the era does not fix the length of a text
 * @throws InterruptedError when a stop was asked for; EngineError, UnavailableError
 */
export async function writeTexts(
  inputs: RoundInputs,
  files: ModelFiles,
  writer: TextWriter,
  tools: Tools,
): Promise<RoundTexts | Absent> {
  const { spec, eras } = inputs;
  const { maxNewTokens } = eras.era.evaluation;
  if (maxNewTokens === null)
    return notReplayed('no text can be drawn: the era does not fix how many tokens the teacher writes');
  const drawn = await drawnPrompts(inputs, tools.snapshot);
  if (isAbsent(drawn)) return drawn;
  const { shard, prompts, tokenizer } = drawn;
  const requests = prompts.map(({ text }, index) => ({
    prompt: text,
    seed: spec.seedBlock + index,
    maxTokens: maxNewTokens,
  }));
  const texts = writtenIn(spec.roundId, tools);
  if (texts.length < requests.length) {
    stopIfAsked(tools);
    const open = await writer.open(files, tokenizer);
    const late = afterGrace(tools.signal);
    const size = Math.max(BATCH, 2 * writer.atOnce);
    try {
      while (texts.length < requests.length) {
        const from = texts.length;
        const continuations = await open.write(requests.slice(from, from + size), late.signal);
        tools.journal.append({ type: 'texts', roundId: spec.roundId, from, continuations });
        texts.push(...continuations);
        tools.onEvent({
          ...{ type: 'progress', roundId: spec.roundId, stage: 'teacher', label: 'teacher writes', pass: 0 },
          ...{ done: texts.length, total: requests.length, fresh: 0 },
        });
        stopIfAsked(tools);
      }
    } catch (error) {
      // A request that was given up because of a signal is no trouble of its own.
      stopIfAsked(tools);
      throw error;
    } finally {
      late.end();
      await open.release();
    }
  }
  const sequences = sequencesOf(prompts, texts, tokenizer);
  if (sequences.length === 0)
    return notReplayed('every text that the teacher wrote is too short to be scored');
  const capture = sha256Hex(canonicalJson(texts));
  return { mode: 'fresh', shard, prompts, texts: [{ capture, sequences }], faults: [] };
}

const writtenIn = (roundId: number, { journal }: Tools): string[] =>
  journal
    .recordsOf(roundId)
    .filter((record): record is TextsRecord => record.type === 'texts')
    .flatMap(({ continuations }) => continuations);

function sequencesOf(
  prompts: readonly { readonly text: string; readonly sha256: string }[],
  texts: readonly string[],
  tokenizer: Tokenizer,
): PinnedSequence[] {
  const all = prompts.map(({ text, sha256 }, drawIndex) => ({
    drawIndex,
    promptSha256: sha256,
    ...encodeJoined(tokenizer, text, texts[drawIndex] as string),
  }));
  const kept = continuationFilter(all.map(({ ids, promptLength }) => ids.length - promptLength));
  return kept.map((index) => all[index] as PinnedSequence);
}
