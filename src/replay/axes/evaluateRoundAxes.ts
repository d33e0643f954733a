import { type Absent, isAbsent } from '../../domain/absent.js';
import type { Decoder } from '../../domain/decoder.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { Uid } from '../../domain/identity.js';
import type { AxisEntry } from '../../domain/journal.js';
import type { Contender } from '../../domain/round.js';
import { UsageError } from '../../errors/input.js';
import { ungraded } from '../../evaluate/axes/axisRecord.js';
import { chatDecoder } from '../../model/decode/chatDecoder.js';
import { afterGrace } from '../afterGrace.js';
import { type AskedModel, type AxesTools, stopIfAsked, type Tools } from '../tools.js';
import { NEEDS_SANDBOX } from './benchItems.js';
import { evaluateAxes } from './evaluateAxes.js';
import { liveAxes } from './liveAxes.js';
import type { ChatFiles } from './readChatFiles.js';
import type { RoundCounts } from './roundCounts.js';

/** Who is asked, and what. */
export interface RoundAxesInput {
  readonly roundId: number;
  /** Number of the seed block: it draws the items. */
  readonly seedBlock: number;
  readonly asked: RoundCounts;
  readonly chat: ChatFiles | Absent;
  readonly kingUid: Uid | null;
  readonly contenders: readonly { readonly contender: Contender; readonly files: ModelFiles }[];
  /** Passes of the duel, after which those of the axes are counted. */
  readonly passes: number;
}

/** What the axes of a round gave, in the order of asking. */
export interface RoundAxes {
  readonly mode: AxesTools['mode'];
  readonly asked: RoundCounts;
  readonly entries: readonly AxisEntry[];
  /** Why nothing was asked; null when something was. */
  readonly missing: Absent | null;
}

/**
 * Asks every contender of a round the items of every live axis, one model at a time, and journals each axis when it is
 * graded. What the journal holds is not asked again.
 *
 * @throws InterruptedError when a stop was asked for, after the running item or in the midst of a long one; EngineError
 */
export async function evaluateRoundAxes(
  input: RoundAxesInput,
  axes: AxesTools,
  tools: Tools,
): Promise<RoundAxes> {
  const { roundId, asked, chat, contenders } = input;
  const { mode } = axes;
  if (isAbsent(chat)) return { mode, asked, entries: [], missing: chat };
  const live = liveAxes(asked.counts);
  const each = live.reduce((sum, { items }) => sum + items, 0);
  const meter = { done: 0, total: each * contenders.length };
  for (const [index, one] of contenders.entries()) {
    const held = entriesOf(roundId, tools);
    const left = live.filter(
      ({ axis }) => !held.some((entry) => entry.uid === one.contender.uid && entry.record.axis === axis),
    );
    const done = each - left.reduce((sum, { items }) => sum + items, 0);
    meter.done = index * each + done;
    if (left.length === 0) continue;
    const role = one.contender.uid === input.kingUid ? 'king' : 'challenger';
    await askContender({ ...input, chat, left, role, index, meter }, one, axes, tools);
  }
  return { mode, asked, entries: entriesOf(roundId, tools), missing: null };
}

const entriesOf = (roundId: number, { journal }: Tools): AxisEntry[] =>
  journal.recordsOf(roundId).filter((record): record is AxisEntry => record.type === 'axis');

interface Asking extends RoundAxesInput {
  readonly chat: ChatFiles;
  readonly left: readonly { readonly axis: string; readonly items: number }[];
  readonly role: string;
  readonly index: number;
  readonly meter: { done: number; readonly total: number };
}

/** Opens one model and asks what it was not asked yet. */
async function askContender(
  asking: Asking,
  { contender: { uid }, files }: RoundAxesInput['contenders'][number],
  axes: AxesTools,
  tools: Tools,
): Promise<void> {
  stopIfAsked(tools);
  const model = await axes.load(files);
  const late = afterGrace(tools.signal);
  try {
    const decoder = decoderOf(asking, model, axes, late.signal);
    for (const { axis, items } of asking.left) {
      const before = asking.meter.done;
      const entry = await askAxis(asking, uid, axis, decoder, axes, tools);
      // An axis that is not graded here makes no items.
      asking.meter.done = before + items;
      tools.journal.append(entry);
      stopIfAsked(tools);
    }
  } catch (error) {
    // A request that was given up because of a signal is no trouble of its own.
    stopIfAsked(tools);
    throw error;
  } finally {
    late.end();
    await model.release();
  }
}

function decoderOf(
  { chat, asked }: Asking,
  model: AskedModel,
  { mode }: AxesTools,
  signal: AbortSignal,
): Decoder {
  const decoder = chatDecoder({
    ...chat,
    mode,
    decode: (request) => model.decode(request, undefined, signal),
  });
  return {
    ...decoder,
    generate: (turns, maxNew, ...how) => decoder.generate(turns, Math.min(maxNew, asked.maxTokens), ...how),
  };
}

async function askAxis(
  { roundId, seedBlock, asked, role, index, passes, meter }: Asking,
  uid: Uid,
  axis: string,
  decoder: Decoder,
  { mode, path }: AxesTools,
  tools: Tools,
): Promise<AxisEntry> {
  const begun = meter.done;
  const onItem = (done: number): void => {
    meter.done = begun + done;
    const label = `${role} u${uid} ${axis}`;
    tools.onEvent({
      ...{ type: 'progress', roundId, stage: 'axes', ...meter, fresh: 1, label },
      pass: passes + index,
    });
    stopIfAsked(tools);
  };
  const task = { block: BigInt(seedBlock), counts: asked.counts, only: [axis], path };
  const record = await evaluateAxes(task, decoder, null, onItem)
    .then(({ records }) => records[0] ?? null)
    .catch((error: unknown) => {
      // An item that does not fit the model is nothing that this machine or the evaluator did.
      if (!(error instanceof UsageError)) throw error;
      return ungraded(axis, { absent: 'unknown', why: `An item cannot be asked: ${error.message}.` });
    });
  return {
    type: 'axis',
    roundId,
    uid,
    mode,
    wording: 'own',
    sandboxed: NEEDS_SANDBOX.some((one) => one === axis) && record !== null && record.n > 0,
    record: record ?? ungraded(axis, { absent: 'unknown', why: 'It gave no record.' }),
  };
}
