import type {
  LoadedModel,
  Provider,
  RecurrenceForm,
  ScoreRequest,
  ScoreResult,
} from '../../domain/engine.js';
import { EngineError, NotFiniteError, OutOfMemoryError } from '../../errors/model.js';
import { checkDecodeRequest } from '../decode/checkDecodeRequest.js';
import type { DecodeRequest, DecodeResult } from '../decode/DecodeRequest.js';
import type { ModelSwitches } from '../graphs/Architecture.js';
import type { HeadOptions, ProbeOptions } from '../graphs/GraphOptions.js';
import { nextState } from '../graphs/memoryStates.js';
import { checkRequest } from './checkRequest.js';
import type { EngineChild } from './EngineChild.js';
import type { EngineHost } from './EngineHost.js';
import { memoryEstimate } from './memoryEstimate.js';
import type { EngineReplies, Feed } from './messages.js';
import { nextSession } from './nextSession.js';
import type { CheckedModel } from './openModelFiles.js';
import { probeCall, probeOptions, probeResult } from './probes.js';

/** Largest logits of a step that a decoding keeps unless told. */
const BEST = 5;
const LOGITS: HeadOptions = { picks: 'none', logits: true, hidden: false };

const OTHER_BITS =
  'sequences that are decoded together get other bits here than each alone, so they are decoded one after the other';

interface How {
  readonly provider: Provider;
  readonly threads: number;
  readonly mappedFromBytes: number;
  readonly keptBytes: number;
  /** Sequences that are decoded together, at most. */
  readonly places: number;
  /** Is told once a model when they are decoded alone after all. */
  readonly onAlone: (why: string) => void;
}

/**
 * A checkpoint in the engine process: one session for each combination of outputs, opened when first asked for, and again
 * in the process that takes the place of one that ended.
 */
export class LoadedCheckpoint implements LoadedModel {
  private readonly sessions = new WeakMap<EngineChild, Map<string, Promise<number>>>();
  private readonly mapped: boolean;
  private released = false;
  private toldAlone = false;

  constructor(
    private readonly host: EngineHost,
    private readonly model: CheckedModel,
    private readonly form: RecurrenceForm,
    private readonly how: How,
    private readonly switches: ModelSwitches,
  ) {
    this.mapped = weightBytes(model) >= how.mappedFromBytes;
  }

  /**
   * @throws UsageError when the request does not fit the model, NotFiniteError, ModelChangedError, ProviderError,
   * OutOfMemoryError, EngineStoppedError, EngineError
   */
  readonly score = async (request: ScoreRequest, signal?: AbortSignal): Promise<ScoreResult> => {
    this.mustBeLoaded();
    const head = checkRequest(request, this.model.architecture);
    const names = outputNames(head);
    const { probes } = request;
    const { inside } = this.model.architecture;
    const extra = probes && probeCall(probes, inside);
    const fetches = [...names, ...(extra?.fetches ?? [])];
    const outputs = await this.guarded(request.ids.length, async (child) => {
      const session = await this.session(child, signal, head, false, false, probeOptions(probes));
      return child.call(
        { kind: 'run', session, feeds: feeds(request), fetches, ...(extra && { digests: extra.digests }) },
        { signal },
      );
    });
    const result: Record<string, Float32Array | Int32Array> = {};
    for (const name of names) result[name] = finite(name, outputs);
    return {
      ...result,
      ...(probes && { probes: probeResult(probes, inside, outputs, (name) => finite(name, outputs)) }),
    } as ScoreResult;
  };

  /**
   * Decoding of one prompt, together with the other calls that wait where the engine has places for several and the mode is
   * not `recompute-full`; the result is the same.
   *
   * @param onToken is told how many tokens are made, after each
   * @throws as `score`
   */
  readonly decode = async (
    request: DecodeRequest,
    onToken?: (count: number) => void,
    signal?: AbortSignal,
  ): Promise<DecodeResult> => {
    this.mustBeLoaded();
    const { architecture } = this.model;
    const { decoding, vocabSize } = architecture;
    checkDecodeRequest(request, { ...architecture, modes: ['recompute-full', decoding.mode] });
    const { promptIds, mode, maxNew, best = BEST, sampling = null, stopIds = [] } = request;
    const carried = mode === decoding.mode;
    const alone = carried && decoding.oneToken && maxNew > 1;
    const states = carried ? decoding.states : [];
    const outcome = await this.guarded(promptIds.length + maxNew, async (child) => {
      const session = await this.session(child, signal, LOGITS, carried);
      const { places } = this.how;
      const isWide = places > 1 && carried && maxNew > 1;
      const wide = isWide ? await this.session(child, signal, LOGITS, true, alone, undefined, places) : null;
      const stepSession = alone ? await this.session(child, signal, LOGITS, carried, true) : session;
      return child.call(
        {
          kind: 'decode',
          session,
          stepSession,
          wide: wide === null ? null : { session: wide, width: places },
          promptIds: Int32Array.from(promptIds),
          maxNew,
          best,
          sampling,
          stopIds,
          feed: carried ? 'last' : 'whole',
          states: states.map(({ name, dims }) => ({ input: name, output: nextState(name), dims })),
        },
        { signal, ...(onToken && { onStep: onToken }) },
      );
    });
    if (outcome.refused && !this.toldAlone) {
      this.toldAlone = true;
      this.how.onAlone(OTHER_BITS);
    }
    return toDecodeResult(outcome, Math.min(best, vocabSize));
  };

  /** Closes the sessions; a process that then keeps much memory and serves no other model is ended. */
  readonly release = async (): Promise<void> => {
    this.released = true;
    const child = this.host.last;
    const open = await Promise.allSettled(this.sessions.get(child)?.values() ?? []);
    this.sessions.delete(child);
    for (const session of open) {
      if (session.status === 'rejected' || child.isEnded) continue;
      const left = await child.call({ kind: 'close', session: session.value });
      if (left.open === 0 && left.residentBytes > this.how.keptBytes) await child.kill();
    }
  };

  private mustBeLoaded(): void {
    if (this.released)
      throw new EngineError({ what: 'a released model cannot run', remedy: 'Load the model again.' });
  }

  /** Work on files that are the same before and after it: what a changed file gives belongs to no known model. */
  private async guarded<T>(tokens: number, work: (child: EngineChild) => Promise<T>): Promise<T> {
    const { checkUnchanged } = this.model;
    await checkUnchanged();
    try {
      const result = await work(await this.host.child());
      await checkUnchanged();
      return result;
    } catch (error) {
      await checkUnchanged();
      if (!(error instanceof OutOfMemoryError)) throw error;
      const { message: what, remedy, cause } = error;
      const why = `${error.why}; ${memoryEstimate(this.model, this.mapped, tokens)}`;
      throw new OutOfMemoryError({ what, why, remedy, facts: { tokens }, cause });
    }
  }

  private session(
    child: EngineChild,
    signal: AbortSignal | undefined,
    head: HeadOptions,
    carried = false,
    oneToken = false,
    probes?: ProbeOptions,
    places = 1,
  ): Promise<number> {
    const sessions = this.sessions.get(child) ?? new Map<string, Promise<number>>();
    this.sessions.set(child, sessions);
    const key = `${places} ${carried} ${oneToken} ${outputNames(head).join('+')} ${JSON.stringify(probes ?? {})}`;
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const { build, folder } = this.model;
    const model = build({
      form: this.form,
      head,
      ...(probes && { probes }),
      carried,
      oneToken,
      ...(places > 1 && { places }),
      switches: this.switches,
    });
    const { provider, threads } = this.how;
    const session = nextSession();
    const watched = provider !== 'cpu';
    const opened = child
      .call(
        { kind: 'open', session, model, folder, provider, threads, mapped: this.mapped, watched },
        { signal },
      )
      .then(() => session);
    sessions.set(key, opened);
    opened.catch(() => sessions.delete(key));
    return opened;
  }
}

function weightBytes({ weights }: CheckedModel): number {
  let sum = 0;
  for (const { sizeBytes } of weights.values()) sum += sizeBytes;
  return sum;
}

function outputNames(head: HeadOptions): string[] {
  const names: string[] = [];
  if (head.picks !== 'none') names.push('logProbs', 'tailLogMass');
  if (head.picks === 'topk') names.push('topIds');
  if (head.logits) names.push('logits');
  if (head.hidden) names.push('hidden');
  return names;
}

function feeds({ ids, rows, topIds, topK }: ScoreRequest): Record<string, Feed> {
  const vector = (values: readonly number[]): Feed => ({
    dims: [values.length],
    data: Int32Array.from(values),
  });
  const result: Record<string, Feed> = {
    ids: vector(ids),
    positions: vector(Array.from(ids.keys())),
    rows: vector(rows),
  };
  if (topIds !== undefined)
    result.topIds = {
      dims: [topIds.length, topIds[0]?.length ?? 0],
      data: Int32Array.from(topIds.flat()),
    };
  if (topK !== undefined) result.topK = { dims: [1], data: BigInt64Array.of(BigInt(topK)) };
  return result;
}

/** A value that is not a number cannot be compared, stored or judged. */
function finite(name: string, outputs: EngineReplies['run']): Float32Array | Int32Array {
  const values = outputs[name];
  if (values === undefined || values instanceof Uint8Array)
    throw new EngineError({
      what: `the engine gave no ${name}`,
      remedy: 'Report this with the model that caused it.',
    });
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return values;
  throw new NotFiniteError({
    what: 'the model gives a result that is not finite',
    why: `${name} entry ${bad} is ${values[bad]}`,
    remedy: 'Treat the model as one whose scores cannot be computed.',
    facts: { output: name, entry: bad },
  });
}

function toDecodeResult(
  { tokens, bestIds, bestLogits, broken }: EngineReplies['decode'],
  width: number,
): DecodeResult {
  if (broken !== null)
    throw new NotFiniteError({
      what: 'the model gives a result that is not finite',
      why: `the logit of token ${broken.id} at step ${broken.step} is ${broken.logit}`,
      remedy: 'Treat the model as one that cannot be decoded.',
      facts: { step: broken.step, token: broken.id },
    });
  const steps = Array.from({ length: bestIds.length / width }, (_, step) =>
    Array.from({ length: width }, (_, i) => {
      const at = step * width + i;
      return [bestIds[at] as number, bestLogits[at] as number] as const;
    }),
  );
  return { tokens: Array.from(tokens), bestLogits: steps };
}
