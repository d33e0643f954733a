import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Runtime from 'onnxruntime-node';
import type { Provider } from '../../domain/engine.js';
import { decodeTokens } from '../decode/decodeTokens.js';
import {
  type DecodeSession,
  digestOf,
  type EngineReplies,
  type Feed,
  type OpenSession,
  type RunSession,
} from './messages.js';
import { PlacementFault } from './PlacementFault.js';
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

/** The sessions of the engine process, by the numbers that the parent gives them. */
export class EngineSessions {
  private readonly sessions = new Map<number, Opened>();

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
    { session, stepSession, states, ...plan }: DecodeSession,
    onStep: (done: number) => void,
  ): Promise<EngineReplies['decode']> {
    const fetches = ['logits', ...states.map(({ output }) => output)];
    return decodeTokens<Runtime.Tensor[]>(
      plan,
      async ({ ids, start, states: before }) => {
        const inputs: Record<string, Runtime.Tensor> = {
          ids: this.tensor({ dims: [ids.length], data: ids }),
          positions: this.tensor({ dims: [ids.length], data: ids.map((_, i) => start + i) }),
          rows: this.tensor({ dims: [1], data: Int32Array.of(ids.length - 1) }),
        };
        states.forEach(({ input, dims }, i) => {
          inputs[input] = before?.[i] ?? this.zeros(dims);
        });
        const outputs = await this.outputs(before === null ? session : stepSession, inputs, fetches);
        return {
          logits: outputs.logits?.data as Float32Array,
          states: states.map(({ output }) => outputs[output] as Runtime.Tensor),
        };
      },
      onStep,
    );
  }

  async close(session: number): Promise<EngineReplies['close']> {
    const known = this.sessions.get(session);
    this.sessions.delete(session);
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
