// The engine process: the only code that loads ONNX Runtime. It answers its parent's calls and ends with it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { decodeGreedy } from '../decode/decodeGreedy.js';
import type {
  DecodeSession,
  EngineCall,
  EngineReplies,
  EngineReply,
  EngineRequest,
  Feed,
  LibraryFacts,
  OpenSession,
  RunSession,
} from './messages.js';
import { SESSION_OPTIONS } from './sessionOptions.js';

const sessions = new Map<number, InferenceSession>();

env.logLevel = 'fatal';
// A signal of the terminal reaches the whole process group; the parent decides when to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Also leaves a native call that would otherwise run to its end after the parent is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (request: EngineRequest) => {
  const { id } = request;
  answer(request, (done) => send({ id, done })).then(
    (value) => send({ id, value }),
    (error: unknown) => send({ id, failure: (error as Error).message }),
  );
});

function send(reply: EngineReply): void {
  process.send?.(reply);
}

async function answer(
  call: EngineCall,
  onStep: (done: number) => void,
): Promise<EngineReplies[keyof EngineReplies]> {
  switch (call.kind) {
    case 'describe':
      return describe();
    case 'open':
      return open(call);
    case 'run':
      return run(call);
    case 'decode':
      return decode(call, onStep);
    case 'close': {
      const session = sessions.get(call.session);
      sessions.delete(call.session);
      await session?.release();
      return null;
    }
  }
}

async function open({ session, model, folder, threads, mapped }: OpenSession): Promise<null> {
  const options = {
    ...SESSION_OPTIONS.common,
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    extra: {
      ...SESSION_OPTIONS.extra,
      ...(mapped ? SESSION_OPTIONS.mapped : {}),
      'session.model_external_initializers_file_folder_path': folder,
    },
  };
  sessions.set(session, await InferenceSession.create(model, options as InferenceSession.SessionOptions));
  return null;
}

async function run({ session, feeds, fetches }: RunSession): Promise<EngineReplies['run']> {
  const inputs: Record<string, Tensor> = {};
  for (const [name, feed] of Object.entries(feeds)) inputs[name] = toTensor(feed);
  const outputs = await opened(session).run(inputs, [...fetches]);
  const result: Record<string, Float32Array | Int32Array> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    result[name] = tensor.data as Float32Array | Int32Array;
  }
  return result;
}

async function decode(
  { session, stepSession, states, ...plan }: DecodeSession,
  onStep: (done: number) => void,
): Promise<EngineReplies['decode']> {
  const models = [opened(session), opened(stepSession)] as const;
  const fetches = ['logits', ...states.map(({ output }) => output)];
  return decodeGreedy<Tensor[]>(
    plan,
    async ({ ids, start, states: before }) => {
      const inputs: Record<string, Tensor> = {
        ids: toTensor({ dims: [ids.length], data: ids }),
        positions: toTensor({ dims: [ids.length], data: ids.map((_, i) => start + i) }),
        rows: toTensor({ dims: [1], data: Int32Array.of(ids.length - 1) }),
      };
      states.forEach(({ input, dims }, i) => {
        inputs[input] = before?.[i] ?? zeros(dims);
      });
      const outputs = await models[before === null ? 0 : 1].run(inputs, fetches);
      return {
        logits: outputs.logits?.data as Float32Array,
        states: states.map(({ output }) => outputs[output] as Tensor),
      };
    },
    onStep,
  );
}

function opened(session: number): InferenceSession {
  const known = sessions.get(session);
  if (known === undefined) throw new Error(`session ${session} is not open`);
  return known;
}

function toTensor({ dims, data }: Feed): Tensor {
  return data instanceof BigInt64Array ? new Tensor('int64', data, dims) : new Tensor('int32', data, dims);
}

function zeros(dims: readonly number[]): Tensor {
  const size = dims.reduce((product, extent) => product * extent, 1);
  return new Tensor('float32', new Float32Array(size), dims);
}

/** Version and digests of the native files of this platform. */
function describe(): LibraryFacts {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const bin = join(dirname(dirname(entry)), 'bin');
  const nativeFiles: string[] = [];
  for (const api of readdirSync(bin).filter((name) => name.startsWith('napi-'))) {
    const folder = join(bin, api, process.platform, process.arch);
    for (const name of readdirSync(folder))
      nativeFiles.push(
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
      );
  }
  return { version: env.versions.node ?? env.versions.common, nativeFiles: nativeFiles.sort() };
}
