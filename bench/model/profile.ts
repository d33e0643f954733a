import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { OpenSession, RunSession } from '../../src/model/engine/messages.js';
import { SESSION_OPTIONS } from '../../src/model/engine/sessionOptions.js';

const RUNS = 2;
const MULTIPLIES = /^(?:Gemm|FusedGemm|MatMul)$/;

/** Time of all nodes of one kind: the operator and the shape of its weight, or of its first input. */
export interface Kind {
  readonly name: string;
  readonly nodes: number;
  readonly milliseconds: number;
}

/** An event of the runtime's profile; other events have fewer fields. */
interface ProfileEvent {
  readonly name: string;
  readonly cat: string;
  readonly dur: number;
  readonly args: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Record<string, number[]>[];
  };
}

/**
 * Runs a mapped model in this process with the runtime's profiler and adds up its nodes by kind, most time first; each
 * node counts with its shorter run. Control flow counts through the nodes inside it, an inner node once for all rounds.
 */
export async function profile(
  { model, folder, threads }: Pick<OpenSession, 'model' | 'folder' | 'threads'>,
  { feeds, fetches }: Pick<RunSession, 'feeds' | 'fetches'>,
): Promise<readonly Kind[]> {
  const place = await mkdtemp(join(tmpdir(), 'recrown-profile-'));
  env.logLevel = 'fatal';
  try {
    const session = await InferenceSession.create(model, {
      ...SESSION_OPTIONS.common,
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      enableProfiling: true,
      profileFilePrefix: join(place, 'profile'),
      extra: {
        ...SESSION_OPTIONS.extra,
        ...SESSION_OPTIONS.mapped,
        'session.model_external_initializers_file_folder_path': folder,
      },
    } as InferenceSession.SessionOptions);
    const inputs = Object.fromEntries(
      Object.entries(feeds).map(([name, { dims, data }]) => [
        name,
        new Tensor('int32', data as Int32Array, dims),
      ]),
    );
    for (let i = 0; i < RUNS; i += 1) await session.run(inputs, [...fetches]);
    session.endProfiling();
    const [file] = await readdir(place);
    return byKind(JSON.parse(await readFile(join(place, file as string), 'utf8')) as ProfileEvent[]);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function byKind(events: readonly ProfileEvent[]): Kind[] {
  const kinds = new Map<string, { nodes: Set<string>; milliseconds: number }>();
  for (const { name, cat, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || args.op_name === 'Scan') continue;
    // The shape of what is multiplied with: that of the first input changes with the tokens of an expert.
    const [first, second] = (args.input_type_shape ?? []).map((one) => JSON.stringify(Object.values(one)[0]));
    const key = `${args.op_name} ${MULTIPLIES.test(args.op_name ?? '') ? second : first}`;
    const kind = kinds.get(key) ?? { nodes: new Set(), milliseconds: 0 };
    kind.nodes.add(name);
    kind.milliseconds += dur / 1000 / RUNS;
    kinds.set(key, kind);
  }
  return [...kinds]
    .map(([name, { nodes, milliseconds }]) => ({ name, nodes: nodes.size, milliseconds }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}
