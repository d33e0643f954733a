import type { LoadedModel, RecurrenceForm, ScoreRequest, ScoreResult } from '../../domain/engine.js';
import { EngineError, NotFiniteError } from '../../errors/model.js';
import { checkDecodeRequest } from '../decode/checkDecodeRequest.js';
import type { DecodeRequest, DecodeResult } from '../decode/DecodeRequest.js';
import type { ModelSwitches } from '../graphs/Architecture.js';
import type { HeadOptions } from '../graphs/GraphOptions.js';
import { nextState } from '../graphs/memoryStates.js';
import { checkRequest } from './checkRequest.js';
import type { EngineChild } from './EngineChild.js';
import type { EngineReplies, Feed } from './messages.js';
import type { CheckedModel } from './openModelFiles.js';

/** Largest logits of a step that a decoding keeps unless told. */
const BEST = 5;
const LOGITS: HeadOptions = { picks: 'none', logits: true, hidden: false };

let lastSession = 0;

/** A checkpoint in the engine process: one session for each combination of outputs, opened when first asked for. */
export class LoadedQuasar implements LoadedModel {
  private readonly sessions = new Map<string, Promise<number>>();
  private released = false;

  constructor(
    private readonly child: EngineChild,
    private readonly model: CheckedModel,
    private readonly form: RecurrenceForm,
    private readonly how: { readonly threads: number; readonly mappedFromBytes: number },
    private readonly switches: ModelSwitches,
  ) {}

  readonly score = async (request: ScoreRequest): Promise<ScoreResult> => {
    this.mustBeLoaded();
    const head = checkRequest(request, this.model.architecture);
    const session = await this.session(head);
    const names = outputNames(head);
    const outputs = await this.child.call({ kind: 'run', session, feeds: feeds(request), fetches: names });
    const result: Record<string, Float32Array | Int32Array> = {};
    for (const name of names) result[name] = finite(name, outputs);
    return result as ScoreResult;
  };

  /**
   * Decoding of one prompt.
   *
   * @param onToken is told how many tokens are made, after each
   * @throws UsageError when the request does not fit the model, NotFiniteError, EngineError
   */
  readonly decode = async (
    request: DecodeRequest,
    onToken?: (count: number) => void,
  ): Promise<DecodeResult> => {
    this.mustBeLoaded();
    const { architecture } = this.model;
    const { decoding, vocabSize } = architecture;
    checkDecodeRequest(request, { ...architecture, modes: ['recompute-full', decoding.mode] });
    const { promptIds, mode, maxNew, best = BEST, sampling = null, stopIds = [] } = request;
    const carried = mode === decoding.mode;
    const session = await this.session(LOGITS, carried);
    const alone = carried && decoding.oneToken && maxNew > 1;
    const states = carried ? decoding.states : [];
    const outcome = await this.child.call(
      {
        kind: 'decode',
        session,
        stepSession: alone ? await this.session(LOGITS, carried, true) : session,
        promptIds: Int32Array.from(promptIds),
        maxNew,
        best,
        sampling,
        stopIds,
        feed: carried ? 'last' : 'whole',
        states: states.map(({ name, dims }) => ({ input: name, output: nextState(name), dims })),
      },
      onToken,
    );
    return toDecodeResult(outcome, Math.min(best, vocabSize));
  };

  readonly release = async (): Promise<void> => {
    this.released = true;
    const open = await Promise.allSettled(this.sessions.values());
    this.sessions.clear();
    for (const session of open)
      if (session.status === 'fulfilled') await this.child.call({ kind: 'close', session: session.value });
  };

  private mustBeLoaded(): void {
    if (this.released)
      throw new EngineError({ what: 'a released model cannot run', remedy: 'Load the model again.' });
  }

  private session(head: HeadOptions, carried = false, oneToken = false): Promise<number> {
    const key = `${carried} ${oneToken} ${outputNames(head).join('+')}`;
    const known = this.sessions.get(key);
    if (known !== undefined) return known;
    const opened = this.open(head, carried, oneToken);
    this.sessions.set(key, opened);
    opened.catch(() => this.sessions.delete(key));
    return opened;
  }

  private async open(head: HeadOptions, carried: boolean, oneToken: boolean): Promise<number> {
    const { build, folder } = this.model;
    const model = build({ form: this.form, head, carried, oneToken, switches: this.switches });
    lastSession += 1;
    const session = lastSession;
    const mapped = weightBytes(this.model) >= this.how.mappedFromBytes;
    await this.child.call({ kind: 'open', session, model, folder, threads: this.how.threads, mapped });
    return session;
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
  if (values === undefined)
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
