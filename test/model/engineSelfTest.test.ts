import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { identityOf, type SelfTest } from '../../src/domain/engine.js';
import { EngineError } from '../../src/errors/model.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { EngineChild } from '../../src/model/engine/EngineChild.js';
import { fingerprint } from '../../src/model/engine/fingerprint.js';
import { type OpenTested, selfTest } from '../../src/model/engine/selfTest.js';
import { testedSessions } from '../../src/model/engine/testedSessions.js';

let engine: OnnxEngine;
let child: EngineChild;
before(async () => {
  child = new EngineChild();
  engine = await createEngine({ threads: 2 });
});
after(async () => {
  await engine.close();
  await child.kill();
});

type Outputs = Awaited<ReturnType<Awaited<ReturnType<OpenTested>>['run']>>;
interface Run {
  readonly rows: number;
  readonly mapped: boolean;
  readonly threads: number;
  /** Runs of this session before this one. */
  readonly before: number;
}

/** The real engine with a fault put into its results. */
function faulty(change: (outputs: Outputs, run: Run) => Partial<Outputs>): OpenTested {
  return async (how) => {
    const session = await testedSessions(child, 'cpu')(how);
    let before = 0;
    return {
      ...session,
      run: async (rows) => {
        const outputs = await session.run(rows);
        const changed = change(outputs, { rows: rows.length, ...how, before });
        before += 1;
        return { ...outputs, ...changed } as Outputs;
      },
    };
  };
}

/** The next number above, in the first entry. */
function nudged(values: Float32Array | Int32Array | undefined): Float32Array {
  const copy = Float32Array.from(values ?? []);
  new Int32Array(copy.buffer, 0, 1)[0] = (new Int32Array(copy.buffer, 0, 1)[0] as number) + 1;
  return copy;
}

const digestOf = (measured: SelfTest, threads = 1): string =>
  fingerprint({
    library: { version: '1', nativeFiles: ['a b'], providers: ['cpu'], environment: {} },
    provider: 'cpu',
    accelerator: null,
    selfTest: measured,
    threads,
    mappedFromBytes: 1,
  }).digest;

describe('the self-test of the engine', () => {
  it('finds the processor exact, repeating, and the same with any number of threads', () => {
    const measured = engine.fingerprint.selfTest as SelfTest;
    assert.equal(measured.tf32, false);
    assert.equal(measured.repeats, true);
    assert.equal(measured.threadsAgree, true);
    assert.ok(measured.largestError > 0 && measured.largestError < 1e-6, `${measured.largestError}`);
    assert.match(measured.answerSha256.whole, /^[0-9a-f]{64}$/);
    assert.equal(identityOf(engine.fingerprint), engine.fingerprint.digest);
  });

  it('measures the same again', async () => {
    assert.deepEqual(await selfTest(testedSessions(child, 'cpu'), 2), engine.fingerprint.selfTest);
  });

  it('tells factors that are rounded to 10 bits of mantissa', async () => {
    const coarse = faulty(({ fine }) => ({ fine: Float32Array.from(fine ?? [], () => 128) }));
    assert.equal((await selfTest(coarse, 1)).tf32, true);
  });

  for (const output of ['answer', 'order', 'fine'] as const)
    it(`tells a last bit of ${output} that does not repeat, and then no result is called identical`, async () => {
      const unsteady = faulty((outputs, { before }) =>
        before === 7 ? { [output]: nudged(outputs[output]) } : {},
      );
      const measured = await selfTest(unsteady, 1);
      assert.equal(measured.repeats, false);
      assert.equal(identityOf({ ...engine.fingerprint, selfTest: measured }), null);
    });

  it('keeps what an unsteady engine measured out of its digest', async () => {
    const steady = engine.fingerprint.selfTest as SelfTest;
    const unsteady = { ...steady, repeats: false };
    assert.notEqual(digestOf(unsteady), digestOf(steady));
    assert.equal(digestOf({ ...unsteady, largestError: 1e-5 }), digestOf(unsteady));
    assert.notEqual(digestOf({ ...steady, largestError: 1e-5 }), digestOf(steady));
  });

  it('tells from how many rows on a row has the same bits', async () => {
    const byBatch = (least: number) =>
      faulty(({ answer }, { rows }) => (rows < least ? { answer: nudged(answer) } : {}));
    assert.deepEqual((await selfTest(byBatch(5), 1)).rowsFrom, { whole: 5, mapped: 5 });
    assert.deepEqual((await selfTest(byBatch(17), 1)).rowsFrom, { whole: null, mapped: null });
    const between = faulty(({ answer }, { rows }) => (rows === 3 ? { answer: nudged(answer) } : {}));
    assert.deepEqual((await selfTest(between, 1)).rowsFrom, { whole: 5, mapped: 5 });
  });

  it('tells threads that change a bit, and then they count in the digest', async () => {
    const measured = await selfTest(
      faulty(({ order }, { threads, mapped }) => (threads === 2 && mapped ? { order: nudged(order) } : {})),
      1,
    );
    assert.equal(measured.threadsAgree, false);
    assert.notEqual(digestOf(measured, 1), digestOf(measured, 2));
    const agree = { ...measured, threadsAgree: true };
    assert.equal(digestOf(agree, 1), digestOf(agree, 2));
  });

  it('refuses an engine that computes something else', async () => {
    for (const wrong of [0.5, Number.NaN]) {
      const open = faulty(({ answer }) => ({
        answer: Float32Array.from(answer ?? [], (value) => value + wrong),
      }));
      await assert.rejects(selfTest(open, 1), (error: unknown) => {
        assert.ok(error instanceof EngineError);
        assert.match(error.message, /computes wrong numbers/);
        return true;
      });
    }
  });
});

describe('what may be called identical', () => {
  it('is nothing without a model, and nothing of an engine that was not measured', () => {
    const { selfTest: _, ...unmeasured } = engine.fingerprint;
    assert.equal(identityOf(null), null);
    assert.equal(identityOf(unmeasured), null);
  });
});
