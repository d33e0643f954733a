import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelFiles, RecurrenceForm } from '../../../src/domain/engine.js';
import { openModelFiles } from '../../../src/model/engine/openModelFiles.js';
import { SESSION_OPTIONS } from '../../../src/model/engine/sessionOptions.js';

/** One node that ONNX Runtime executed, with the shapes that it really had. */
export interface ExecutedNode {
  readonly op: string;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly microseconds: number;
}

type Shapes = readonly Readonly<Record<string, readonly number[]>>[];

/**
 * Runs one sequence through a model opened as a mapped one is, and reads the runtime's own profile: every executed node,
 * those of control-flow bodies once per step.
 */
export async function profiledRun(
  files: ModelFiles,
  form: RecurrenceForm,
  tokens: number,
  rows: number,
): Promise<ExecutedNode[]> {
  const { build, folder, architecture } = await openModelFiles(files);
  const model = build({
    form,
    head: { picks: 'topk', logits: false, hidden: false },
    carried: false,
    oneToken: false,
    switches: {},
  });
  const place = mkdtempSync(join(tmpdir(), 'recrown-profile-'));
  try {
    const session = await InferenceSession.create(model, {
      ...SESSION_OPTIONS.common,
      intraOpNumThreads: 1,
      enableProfiling: true,
      profileFilePrefix: join(place, 'run'),
      extra: {
        ...SESSION_OPTIONS.extra,
        ...SESSION_OPTIONS.mapped,
        'session.model_external_initializers_file_folder_path': folder,
      },
    } as InferenceSession.SessionOptions);
    const int32 = (values: readonly number[]) =>
      new Tensor('int32', Int32Array.from(values), [values.length]);
    const count = Array.from({ length: tokens }, (_, i) => i);
    await session.run({
      ids: int32(count.map((i) => (i * 7919) % architecture.vocabSize)),
      positions: int32(count),
      rows: int32(count.slice(tokens - rows)),
      topK: new Tensor('int64', BigInt64Array.of(8n), [1]),
    });
    session.endProfiling();
    await session.release();
    const [name] = readdirSync(place);
    return executedNodes(JSON.parse(readFileSync(join(place, name as string), 'utf8')));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

interface Event {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args: {
    readonly op_name?: string;
    readonly input_type_shape?: Shapes;
    readonly output_type_shape?: Shapes;
  };
}

function executedNodes(events: readonly Event[]): ExecutedNode[] {
  const shapes = (list: Shapes = []) => list.map((one) => Object.values(one)[0] ?? []);
  return events
    .filter((event) => event.cat === 'Node' && event.name.endsWith('_kernel_time'))
    .map(({ args, dur }) => ({
      op: args.op_name ?? '',
      inputs: shapes(args.input_type_shape),
      outputs: shapes(args.output_type_shape),
      microseconds: dur,
    }));
}
