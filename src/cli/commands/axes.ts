import { resolve } from 'node:path';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { EngineFingerprint, Provider } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import { UsageError } from '../../errors/input.js';
import { chatDecoder } from '../../model/decode/chatDecoder.js';
import type { DecodeMode } from '../../model/decode/DecodeRequest.js';
import { ITEM_COUNTS } from '../../reconstruct/items/itemCounts.js';
import { evaluateAxes, OWN_AXES } from '../../replay/axes/evaluateAxes.js';
import { readChatFiles } from '../../replay/axes/readChatFiles.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';
import { StatusLine } from '../statusLine.js';
import { engineLine } from './engineLine.js';
import { findModelFiles } from './findModelFiles.js';
import { DEFAULT_THREADS, withEngine } from './withEngine.js';

/** Options of `recrown axes`. */
interface AxesOptions {
  readonly model: string;
  /** Folder with the teacher's tokenizer and chat template. */
  readonly teacher: string;
  readonly seed: bigint;
  readonly counts: keyof typeof ITEM_COUNTS;
  readonly mode: DecodeMode;
  /** Axes; empty for all that one model alone decides. */
  readonly only: readonly string[];
  readonly threads?: number;
  readonly provider?: Provider;
}

/** Asks one checkpoint every item of the axes that it decides alone and prints the grades, with each item in JSON. */
export const axes: Command<[AxesOptions]> = async (context, options) => {
  const { seed, counts, mode, only, threads = DEFAULT_THREADS, provider = 'cpu' } = options;
  const unknown = only.find((axis) => !OWN_AXES.includes(axis));
  if (unknown !== undefined)
    throw new UsageError({
      what: `${printable(unknown, 60)} is no axis that one model alone decides`,
      why: `known are ${OWN_AXES.join(', ')}`,
      remedy: 'Give one of them with --axis, or leave it out for all.',
    });
  const files = await findModelFiles(resolve(context.cwd, options.model));
  const chat = await readChatFiles(resolve(context.cwd, options.teacher));
  const status = new StatusLine(context);
  try {
    return await withEngine(context, { threads, provider }, async (engine) => {
      const model = await engine.load(files, 'contrib');
      const decoder = chatDecoder({ ...chat, mode, decode: (request) => model.decode(request) });
      const { records, unconfined } = await evaluateAxes(
        { block: seed, counts: ITEM_COUNTS[counts], only, path: process.env.PATH ?? '' },
        decoder,
        (done, total, axis) => status.show(`${axis}: ${done} of ${total} answers`, { done, total }),
      );
      status.clear();
      context.out(
        context.options.json
          ? jsonLine({
              ...{ schema: 1, seed: String(seed), counts, mode, sandbox: unconfined?.why ?? 'bubblewrap' },
              ...{ axes: records, fingerprint: engine.fingerprint },
            })
          : table(records, mode, unconfined, engine.fingerprint),
      );
      return 0;
    });
  } finally {
    status.clear();
  }
};

function table(
  records: readonly AxisRecord[],
  mode: DecodeMode,
  unconfined: Absent | null,
  fingerprint: EngineFingerprint,
): string {
  const lines = records
    .filter(({ n, passFrac }) => n > 0 || (isAbsent(passFrac) && passFrac.absent === 'missing'))
    .map(({ axis, n, correct, passFrac, meanTokens }) =>
      isAbsent(passFrac)
        ? `${axis.padEnd(24)} not replayed: ${passFrac.why}`
        : `${axis.padEnd(24)}${String(n).padStart(5)}${String(correct).padStart(7)}${passFrac.toFixed(3).padStart(8)}${(meanTokens ?? 0).toFixed(1).padStart(9)}`,
    );
  return [
    `${'axis'.padEnd(24)}items  right   share   tokens`,
    ...lines,
    'The items have the draws, numbers and answers of the round, in words of our own: shares are not those that a validator published.',
    `Decoded by ${mode}. ${unconfined?.why ?? 'Programs of the model ran in bubblewrap.'}`,
    engineLine(fingerprint),
  ].join('\n');
}
