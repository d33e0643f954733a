import { resolve } from 'node:path';
import type { EngineFingerprint, Provider } from '../../domain/engine.js';
import type { DecodeMode, DecodeResult } from '../../model/decode/DecodeRequest.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';
import { StatusLine } from '../statusLine.js';
import { engineLine } from './engineLine.js';
import { findModelFiles } from './findModelFiles.js';
import { inputRefused, isIntegers, readInput } from './readInput.js';
import { DEFAULT_THREADS, withEngine } from './withEngine.js';

const FORM = 'Give {"prompt_ids": [..]}, a list of token ids.';

/** Options of `recrown decode`. */
interface DecodeOptions {
  readonly model: string;
  readonly input: string;
  readonly mode: DecodeMode;
  readonly maxNew: number;
  readonly threads?: number;
  readonly provider?: Provider;
}

/** Decodes one prompt greedily with one checkpoint folder and prints the new tokens with the largest logits of each step. */
export const decode: Command<[DecodeOptions]> = async (
  context,
  { model, input, mode, maxNew, threads = DEFAULT_THREADS, provider },
) => {
  const promptIds = await readPrompt(resolve(context.cwd, input));
  const files = await findModelFiles(resolve(context.cwd, model));
  const status = new StatusLine(context);
  try {
    return await withEngine(context, { threads, ...(provider && { provider }) }, async (engine) => {
      const loaded = await engine.load(files, 'contrib');
      const result = await loaded.decode({ promptIds, mode, maxNew }, (done) =>
        status.show(`token ${done} of ${maxNew}`, { done, total: maxNew }),
      );
      status.clear();
      context.out(
        context.options.json
          ? jsonLine(toDocument(mode, result, engine.fingerprint))
          : toTable(mode, promptIds.length, result, engine.fingerprint),
      );
      return 0;
    });
  } finally {
    status.clear();
  }
};

/** Other keys are passed over, so that a recorded decoding can be given as it is. */
async function readPrompt(path: string): Promise<readonly number[]> {
  const { prompt_ids: ids } = await readInput(path, FORM);
  if (!isIntegers(ids)) throw inputRefused(path, 'prompt_ids is not a list of whole numbers', FORM);
  return ids;
}

function toDocument(mode: DecodeMode, result: DecodeResult, fingerprint: EngineFingerprint): object {
  return { schema: 1, mode, tokens: result.tokens, top5_logits: result.bestLogits, fingerprint };
}

/** One line a token: its position in the text, its logit, and how far it is ahead of the runner-up. */
function toTable(
  mode: DecodeMode,
  prompt: number,
  { bestLogits }: DecodeResult,
  fingerprint: EngineFingerprint,
): string {
  const lines = bestLogits.map(([first, second], step) => {
    const [token, logit] = first as readonly [number, number];
    const next = second === undefined ? '' : `${second[0]}: -${(logit - second[1]).toFixed(6)}`;
    return `${String(prompt + step).padStart(8)}${String(token).padStart(10)}${logit.toFixed(6).padStart(14)}${next.padStart(24)}`;
  });
  const head = `${'position'.padStart(8)}${'token'.padStart(10)}${'logit'.padStart(14)}${'runner-up'.padStart(24)}`;
  return `${mode}, ${bestLogits.length} tokens after a prompt of ${prompt}\n${head}\n${lines.join('\n')}\n${engineLine(fingerprint)}`;
}
