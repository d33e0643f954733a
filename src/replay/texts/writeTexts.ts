import { type Absent, isAbsent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { TextsRecord } from '../../domain/journal.js';
import { afterGrace } from '../afterGrace.js';
import type { RoundInputs } from '../assembleInputs.js';
import type { TextWriter } from '../teacher/TextWriter.js';
import { stopIfAsked, type Tools } from '../tools.js';
import type { RoundTexts } from './pinTexts.js';
import { textDraft } from './textDraft.js';
import { writtenTexts } from './writtenTexts.js';

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
  const { spec } = inputs;
  const draft = await textDraft(inputs, tools.snapshot);
  if (isAbsent(draft)) return draft;
  const { prompts, tokenizer, maxTokens } = draft;
  const requests = prompts.map(({ text }, index) => ({
    prompt: text,
    seed: spec.seedBlock + index,
    maxTokens,
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
          ...{
            type: 'progress',
            roundId: spec.roundId,
            stage: 'teacher',
            label: 'teacher writes',
            pass: null,
          },
          ...{ done: texts.length, total: requests.length, fresh: continuations.length },
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
  return writtenTexts(draft, texts);
}

const writtenIn = (roundId: number, { journal }: Tools): string[] =>
  journal
    .recordsOf(roundId)
    .filter((record): record is TextsRecord => record.type === 'texts')
    .flatMap(({ continuations }) => continuations);
