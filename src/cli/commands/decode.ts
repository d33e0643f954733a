import { resolve } from 'node:path';
import type { EngineFingerprint, Provider } from '../../domain/engine.js';
import { severalAtOnce } from '../../domain/severalAtOnce.js';
import type { DecodeMode, DecodeResult } from '../../model/decode/DecodeRequest.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';
import { StatusLine } from '../statusLine.js';
import { engineLine } from './engineLine.js';
import { findModelFiles } from './findModelFiles.js';
import { inputRefused, isIntegers, readInput } from './readInput.js';
import { DEFAULT_THREADS, withEngine } from './withEngine.js';

const FORM = 'Give {"prompt_ids": [..]}, a list of token ids, or {"prompts": [[..], ..]}, several of them.';
const MOST_PROMPTS = 4096;

/** Options of `recrown decode`. */
interface DecodeOptions {
  readonly model: string;
  readonly input: string;
  readonly mode: DecodeMode;
  readonly maxNew: number;
  /** Prompts that are decoded together, at most. */
  readonly batch?: number;
  readonly threads?: number;
  readonly provider?: Provider;
}

/**
 * Decodes one prompt, or several, greedily with one checkpoint folder and prints the new tokens with the largest logits of each
 * step.
 */
export const decode: Command<[DecodeOptions]> = async (
  context,
  { model, input, mode, maxNew, batch = 1, threads = DEFAULT_THREADS, provider },
) => {
  const { prompts, isList } = await readPrompts(resolve(context.cwd, input));
  const files = await findModelFiles(resolve(context.cwd, model));
  const status = new StatusLine(context);
  try {
    return await withEngine(context, { threads, batch, ...(provider && { provider }) }, async (engine) => {
      const loaded = await engine.load(files, 'contrib');
      const total = prompts.length * maxNew;
      let done = 0;
      const told = (): void => {
        done += 1;
        status.show(`token ${done} of ${total}`, { done, total });
      };
      const results = await severalAtOnce(prompts, batch, (promptIds) =>
        loaded.decode({ promptIds, mode, maxNew }, told),
      );
      status.clear();
      const { fingerprint } = engine;
      if (context.options.json) context.out(jsonLine(toDocument(mode, results, isList, fingerprint)));
      else {
        for (const [i, result] of results.entries())
          context.out(toTable(mode, prompts[i]?.length ?? 0, result));
        context.out(engineLine(fingerprint));
      }
      return 0;
    });
  } finally {
    status.clear();
  }
};

/** Other keys are passed over, so that a recorded decoding can be given as it is. */
async function readPrompts(path: string): Promise<Prompts> {
  const { prompt_ids: ids, prompts } = await readInput(path, FORM);
  if (prompts === undefined) {
    if (!isIntegers(ids)) throw inputRefused(path, 'prompt_ids is not a list of whole numbers', FORM);
    return { prompts: [ids], isList: false };
  }
  if (ids !== undefined) throw inputRefused(path, 'it has both prompt_ids and prompts', FORM);
  if (!Array.isArray(prompts) || prompts.length === 0 || prompts.length > MOST_PROMPTS)
    throw inputRefused(path, `prompts is not a list of 1 to ${MOST_PROMPTS} prompts`, FORM);
  const bad = prompts.findIndex((prompt) => !isIntegers(prompt));
  if (bad >= 0) throw inputRefused(path, `prompt ${bad} is not a list of whole numbers`, FORM);
  return { prompts, isList: true };
}

/** What a file asks for: one prompt, or a list of them. */
interface Prompts {
  readonly prompts: readonly (readonly number[])[];
  readonly isList: boolean;
}

/** One prompt has its tokens in the document itself, a list has them in its order under `decoded`. */
function toDocument(
  mode: DecodeMode,
  results: readonly DecodeResult[],
  isList: boolean,
  fingerprint: EngineFingerprint,
): object {
  const decoded = results.map(({ tokens, bestLogits }) => ({ tokens, top5_logits: bestLogits }));
  return { schema: 1, mode, ...(isList ? { decoded } : decoded[0]), fingerprint };
}

/** One line a token: its position in the text, its logit, and how far it is ahead of the runner-up. */
function toTable(mode: DecodeMode, prompt: number, { bestLogits }: DecodeResult): string {
  const lines = bestLogits.map(([first, second], step) => {
    const [token, logit] = first as readonly [number, number];
    const next = second === undefined ? '' : `${second[0]}: -${(logit - second[1]).toFixed(6)}`;
    return `${String(prompt + step).padStart(8)}${String(token).padStart(10)}${logit.toFixed(6).padStart(14)}${next.padStart(24)}`;
  });
  const head = `${'position'.padStart(8)}${'token'.padStart(10)}${'logit'.padStart(14)}${'runner-up'.padStart(24)}`;
  return `${mode}, ${bestLogits.length} tokens after a prompt of ${prompt}\n${head}\n${lines.join('\n')}\n`;
}
