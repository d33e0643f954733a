import { createHash } from 'node:crypto';
import type { SelfTest } from '../../domain/engine.js';
import { EngineError } from '../../errors/model.js';
import { EXACT_FINE, exactAnswer, selfTestModel, TABLE_ROWS } from './selfTestModel.js';

/** Runs of the same rows that are held against one another. */
const REPEATS = 3;
/** Numbers of rows in one run, ascending; the last is the run that the others are held against. */
const BATCHES = [1, 2, 3, 5, 16, TABLE_ROWS] as const;
/** Between what rounding to 10 bits takes from FINE^2 (2^-11) and what adding 128 numbers in float32 can (2^-17). */
const FINE_TOLERANCE = 2 ** -13;
/** An engine that is farther off computes something else. */
const MOST_ERROR = 1e-2;

type Outputs = Readonly<Record<string, Float32Array | Int32Array>>;

/** One way of running the model of the self-test. */
interface TestedSession {
  readonly run: (rows: Int32Array) => Promise<Outputs>;
  readonly close: () => Promise<void>;
}

/** Opens a session as real models are opened. */
export type OpenTested = (how: {
  readonly model: Uint8Array;
  readonly mapped: boolean;
  readonly threads: number;
}) => Promise<TestedSession>;

/**
 * Measures what the engine does, instead of believing what it was told (rule: engine self-test, docs/methodology.md).
 *
 * @param threads number with which real models will run
 * @throws EngineError when the engine computes something else than the model
 */
export async function selfTest(open: OpenTested, threads: number): Promise<SelfTest> {
  const model = selfTestModel();
  const counts = [...new Set([1, 2, threads])];
  const whole = await measure(open, model, false, counts);
  const mapped = await measure(open, model, true, counts);
  const both = [whole, mapped];
  const largestError = Math.max(...both.map(({ error }) => error));
  if (!(largestError <= MOST_ERROR))
    throw new EngineError({
      what: 'the engine computes wrong numbers',
      why: `its self-test is off by ${largestError} of the largest value, at most ${MOST_ERROR} is rounding`,
      remedy: 'Choose another provider, or reinstall ONNX Runtime and the driver.',
    });
  return {
    tf32: both.some(({ tf32 }) => tf32),
    repeats: both.every(({ repeats }) => repeats),
    threadsAgree: both.every(({ threadsAgree }) => threadsAgree),
    rowsFrom: { whole: whole.rowsFrom, mapped: mapped.rowsFrom },
    largestError,
    answerSha256: { whole: whole.sha256, mapped: mapped.sha256 },
  };
}

async function measure(open: OpenTested, model: Uint8Array, mapped: boolean, counts: readonly number[]) {
  const single = await open({ model, mapped, threads: 1 });
  const runs = new Map<number, Outputs>();
  const repeated: Outputs[] = [];
  try {
    for (const count of BATCHES) runs.set(count, await single.run(firstRows(count)));
    for (let i = 1; i < REPEATS; i += 1) repeated.push(await single.run(firstRows(TABLE_ROWS)));
  } finally {
    await single.close();
  }
  const full = runs.get(TABLE_ROWS) as Outputs;
  let threadsAgree = true;
  for (const threads of counts.filter((count) => count !== 1)) {
    const session = await open({ model, mapped, threads });
    try {
      threadsAgree = sameBits(full, await session.run(firstRows(TABLE_ROWS))) && threadsAgree;
    } finally {
      await session.close();
    }
  }
  const answer = full.answer as Float32Array;
  return {
    tf32: [...runs.values()].some(isCoarse),
    repeats: repeated.every((outputs) => sameBits(full, outputs)),
    threadsAgree,
    rowsFrom: fewestRows(runs, full),
    error: errorOf(answer, exactAnswer(TABLE_ROWS)),
    sha256: createHash('sha256').update(bytesOf(answer)).digest('hex'),
  };
}

const firstRows = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row);

/** The fewest rows from which on every run has the same bits in the rows that it shares with the largest one. */
function fewestRows(runs: ReadonlyMap<number, Outputs>, full: Outputs): number | null {
  let fewest: number | null = null;
  for (const count of BATCHES.toReversed().slice(1)) {
    const part = runs.get(count)?.answer as Float32Array;
    const shared = (full.answer as Float32Array).subarray(0, part.length);
    if (!bytesOf(part).equals(bytesOf(shared))) break;
    fewest = count;
  }
  return fewest;
}

const isCoarse = ({ fine }: Outputs): boolean =>
  (fine as Float32Array).some((value) => Math.abs(value / EXACT_FINE - 1) > FINE_TOLERANCE);

const sameBits = (a: Outputs, b: Outputs): boolean =>
  Object.keys(a).every((name) => bytesOf(a[name]).equals(bytesOf(b[name])));

const bytesOf = (values: Float32Array | Int32Array | undefined): Buffer =>
  values === undefined ? Buffer.alloc(0) : Buffer.from(values.buffer, values.byteOffset, values.byteLength);

function errorOf(found: Float32Array, exact: Float64Array): number {
  let [worst, largest] = [0, 0];
  exact.forEach((value, i) => {
    const deviation = Math.abs((found[i] ?? Number.NaN) - value);
    worst = Number.isNaN(deviation) ? Number.NaN : Math.max(worst, deviation);
    largest = Math.max(largest, Math.abs(value));
  });
  return worst / largest;
}
