import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Runtime from 'onnxruntime-node';
import type { Provider } from '../../domain/engine.js';
import { Company } from '../decode/Company.js';
import { type DecodeRun, decodeTokens } from '../decode/decodeTokens.js';
import {
  type DecodeSession,
  digestOf,
  type EngineReplies,
  type Feed,
  type OpenSession,
  type RunSession,
  type WideSession,
} from './messages.js';
import { PlacementFault } from './PlacementFault.js';
import { PlacesRun } from './PlacesRun.js';
import { PROVIDERS_SENT, SESSION_OPTIONS } from './sessionOptions.js';
import { strayNodes } from './strayNodes.js';

/** Largest profile of one run that is read. */
const MAX_PROFILE_BYTES = 256 * 2 ** 20;
const MAX_NAMED = 6;

interface Opened {
  readonly session: Runtime.InferenceSession;
  readonly provider: Provider;
  /** Folder of the profile of the first run, until this was read. */
  profile: string | null;
}

type StepValues = Readonly<Record<string, Runtime.Tensor>>;

/** Sequences of one model that take their steps together. */
interface Together {
  readonly places: PlacesRun<Runtime.Tensor>;
  readonly steps: Company<StepValues, StepValues>;
}

/** The sessions of the engine process, by the numbers that the parent gives them. */
export class EngineSessions {
  private readonly sessions = new Map<number, Opened>();
  private readonly companies = new Map<number, Together>();

  constructor(private readonly runtime: typeof Runtime) {}

  async open(call: OpenSession): Promise<EngineReplies['open']> {
    const { session, model, folder, provider, threads, mapped, watched } = call;
    const profile = watched ? await mkdtemp(join(tmpdir(), 'recrown-placement-')) : null;
    const options = {
      ...SESSION_OPTIONS.common,
      executionProviders: PROVIDERS_SENT[provider],
      intraOpNumThreads: threads,
      extra: {
        ...SESSION_OPTIONS.extra,
        ...(mapped ? SESSION_OPTIONS.mapped : {}),
        'session.model_external_initializers_file_folder_path': folder,
      },
      ...(profile === null ? {} : { enableProfiling: true, profileFilePrefix: join(profile, 'run') }),
    };
    try {
      const opened = await this.runtime.InferenceSession.create(
        model,
        options as Runtime.InferenceSession.SessionOptions,
      );
      this.sessions.set(session, { session: opened, provider, profile });
      return null;
    } catch (error) {
      if (profile !== null) await rm(profile, { recursive: true, force: true });
      throw error;
    }
  }

  async run({ session, feeds, fetches, digests = [] }: RunSession): Promise<EngineReplies['run']> {
    const inputs: Record<string, Runtime.Tensor> = {};
    for (const [name, feed] of Object.entries(feeds)) inputs[name] = this.tensor(feed);
    const outputs = await this.outputs(session, inputs, [...new Set([...fetches, ...digests])]);
    const result: Record<string, Float32Array | Int32Array | Uint8Array> = {};
    for (const [name, tensor] of Object.entries(outputs)) {
      const data = tensor.data as Float32Array | Int32Array;
      if (fetches.includes(name)) result[name] = data;
      if (digests.includes(name)) {
        const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        result[digestOf(name)] = createHash('sha256').update(bytes).digest();
      }
    }
    return result;
  }

  async decode(
    { session, stepSession, wide, states, ...plan }: DecodeSession,
    onStep: (done: number) => void,
  ): Promise<EngineReplies['decode']> {
    const fetches = ['logits', ...states.map(({ output }) => output)];
    const company = wide === null ? null : this.company(wide, stepSession, fetches);
    const { steps } = company ?? {};
    const run = async ({ ids, start, states: before }: DecodeRun<Runtime.Tensor[]>) => {
      const inputs: Record<string, Runtime.Tensor> = {
        ids: this.tensor({ dims: [ids.length], data: ids }),
        positions: this.tensor({ dims: [ids.length], data: ids.map((_, i) => start + i) }),
        rows: this.tensor({ dims: [1], data: Int32Array.of(ids.length - 1) }),
      };
      states.forEach(({ input, dims }, i) => {
        inputs[input] = before?.[i] ?? this.zeros(dims);
      });
      const own = () => this.outputs(before === null ? session : stepSession, inputs, fetches);
      const outputs = await (steps === undefined
        ? own()
        : before === null
          ? steps.alone(own)
          : steps.step(inputs));
      return {
        logits: outputs.logits?.data as Float32Array,
        states: states.map(({ output }) => outputs[output] as Runtime.Tensor),
      };
    };
    const decoded = () => decodeTokens<Runtime.Tensor[]>(plan, run, onStep);
    const outcome = await (steps === undefined ? decoded() : steps.member(decoded));
    return { ...outcome, refused: company?.places.refused ?? false };
  }

  /** The sequences that are decoded together in a wide session. */
  private company(
    { session, width }: WideSession,
    stepSession: number,
    fetches: readonly string[],
  ): Together {
    const known = this.companies.get(session);
    if (known !== undefined) return known;
    const places = new PlacesRun<Runtime.Tensor>({
      ...{ width, fetches },
      alone: (inputs) => this.outputs(stepSession, { ...inputs }, fetches),
      wide: (inputs, names) => this.outputs(session, { ...inputs }, names),
    });
    const made = { places, steps: new Company(width, places.run) };
    this.companies.set(session, made);
    return made;
  }

  async close(session: number): Promise<EngineReplies['close']> {
    const known = this.sessions.get(session);
    this.sessions.delete(session);
    this.companies.delete(session);
    await known?.session.release();
    if (known?.profile != null) await rm(known.profile, { recursive: true, force: true });
    return { open: this.sessions.size, residentBytes: process.memoryUsage.rss() };
  }

  private async outputs(
    number: number,
    inputs: Record<string, Runtime.Tensor>,
    fetches: readonly string[],
  ): Promise<Runtime.InferenceSession.OnnxValueMapType> {
    const known = this.sessions.get(number);
    if (known === undefined) throw new Error(`session ${number} is not open`);
    const outputs = await known.session.run(inputs, [...fetches]);
    if (known.profile !== null) await checkPlacement(known);
    return outputs;
  }

  private tensor({ dims, data }: Feed): Runtime.Tensor {
    const { Tensor } = this.runtime;
    return data instanceof BigInt64Array ? new Tensor('int64', data, dims) : new Tensor('int32', data, dims);
  }

  private zeros(dims: readonly number[]): Runtime.Tensor {
    const size = dims.reduce((product, extent) => product * extent, 1);
    return new this.runtime.Tensor('float32', new Float32Array(size), dims);
  }
}

/**
 * Reads what the runtime wrote about the run that has just ended: a session may leave any node to the processor without
 * a word, and no option tells which.
 *
 * @throws PlacementFault
 */
async function checkPlacement(opened: Opened): Promise<void> {
  const { session, provider, profile } = opened;
  if (profile === null) return;
  opened.profile = null;
  try {
    session.endProfiling();
    const [name] = await readdir(profile);
    if (name === undefined) throw new Error('the runtime wrote no profile of the run');
    const path = join(profile, name);
    const { size } = await stat(path);
    if (size > MAX_PROFILE_BYTES) throw new Error(`the profile of the run has ${size} bytes`);
    const stray = strayNodes(await readFile(path, 'utf8'), provider);
    if (stray.length === 0) return;
    const more = stray.length > MAX_NAMED ? ` and ${stray.length - MAX_NAMED} more` : '';
    throw new Error(`not ${provider} computed ${stray.slice(0, MAX_NAMED).join(', ')}${more}`);
  } catch (cause) {
    throw new PlacementFault((cause as Error).message, { cause });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
