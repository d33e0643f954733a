import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { ScoreRequest } from '../../src/domain/engine.js';
import {
  EngineError,
  EngineStoppedError,
  ModelChangedError,
  OutOfMemoryError,
} from '../../src/errors/model.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { EngineChild } from '../../src/model/engine/EngineChild.js';
import { endedError, startError } from '../../src/model/engine/engineErrors.js';
import { findEngineProcess } from '../../src/model/engine/findEngineProcess.js';
import { memoryEstimate } from '../../src/model/engine/memoryEstimate.js';
import { openModelFiles } from '../../src/model/engine/openModelFiles.js';
import { GraphBuilder } from '../../src/model/onnx/GraphBuilder.js';
import { type Synthetic, writeSynthetic } from './synthetic.js';

/** 77 MB of weights, and a run of all its tokens that takes a while. */
const MIDDLE = { d_model: 256, n_heads: 4, head_dim: 64, d_ff: 8192, dense_input_layers: 3 };
const TOKENS = 1024;
const request: ScoreRequest = { ids: new Array<number>(TOKENS).fill(5), rows: [TOKENS - 1], logits: true };
/** Of many of these at once, the first is done long before the last. */
const part: ScoreRequest = { ids: request.ids.slice(0, TOKENS / 4), rows: [0], logits: true };
const few: ScoreRequest = { ids: [1, 2, 3], rows: [2], logits: true };

let middle: Synthetic;
let engine: OnnxEngine | undefined;
before(() => {
  middle = writeSynthetic(MIDDLE);
});
after(() => middle.remove());
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

/** Memory that a process holds, bytes. */
function residentBytes(pid: number | undefined): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}

/** Several runs at once, which the engine works one after the other; resolves when the first is done. */
async function several(run: () => Promise<unknown>): Promise<readonly Promise<unknown>[]> {
  const runs = Array.from({ length: 24 }, run);
  for (const one of runs) one.catch(() => undefined);
  await runs[0];
  return runs;
}

describe('an engine process that crashes', () => {
  for (const signal of ['SIGSEGV', 'SIGKILL', 'SIGABRT'] as const)
    it(`by ${signal} fails what waits, and the next call goes on in a fresh process with the same bits`, async () => {
      engine = await createEngine({ threads: 1 });
      const loaded = await engine.load(middle.files, 'contrib');
      const expected = await loaded.score(few);
      const pid = engine.processId as number;
      const runs = await several(() => loaded.score(part));
      process.kill(pid, signal);
      await assert.rejects(runs.at(-1) as Promise<unknown>, (error: unknown) => {
        assert.ok(error instanceof EngineError);
        assert.match(error.message, /engine process is gone/);
        assert.match(error.why ?? '', new RegExp(signal));
        return true;
      });
      assert.deepEqual(await loaded.score(few), expected);
      assert.notEqual(engine.processId, pid);
      await loaded.release();
    });

  it('starts again once for all that ask at the same time, and not at all after close', async () => {
    const own = await createEngine({ threads: 1 });
    const loaded = await own.load(middle.files, 'contrib');
    await loaded.score(few);
    process.kill(own.processId as number, 'SIGKILL');
    await assert.rejects(loaded.score(request), EngineError);
    const [a, b] = await Promise.all([loaded.score(few), loaded.score(few)]);
    assert.deepEqual(a, b);
    await own.close();
    await assert.rejects(loaded.score(few), /engine is closed/);
    await loaded.release();
  });
});

describe('a run that is aborted', () => {
  it('ends with its process, and the engine goes on', async () => {
    engine = await createEngine({ threads: 1 });
    const loaded = await engine.load(middle.files, 'contrib');
    const expected = await loaded.score(few);
    const stop = new AbortController();
    const pid = engine.processId as number;
    const runs = await several(() => loaded.score(part, stop.signal));
    stop.abort();
    await assert.rejects(runs.at(-1) as Promise<unknown>, EngineStoppedError);
    await assert.rejects(loaded.score(few, stop.signal), EngineStoppedError);
    assert.deepEqual(await loaded.score(few), expected);
    assert.notEqual(engine.processId, pid);
  });

  it('leaves a call that is done alone', async () => {
    engine = await createEngine({ threads: 1 });
    const loaded = await engine.load(middle.files, 'contrib');
    const stop = new AbortController();
    await loaded.score(few, stop.signal);
    const pid = engine.processId;
    stop.abort();
    await loaded.score(few);
    assert.equal(engine.processId, pid);
  });
});

describe('memory', () => {
  for (const mappedFromBytes of [0, Number.MAX_SAFE_INTEGER])
    it(`is given back when a model is released (mapped from ${mappedFromBytes})`, async () => {
      engine = await createEngine({ threads: 1, mappedFromBytes });
      const start = residentBytes(engine.processId);
      for (let i = 0; i < 3; i += 1) {
        const loaded = await engine.load(middle.files, 'contrib');
        await loaded.score(request);
        await loaded.release();
      }
      const small = writeSynthetic();
      try {
        const loaded = await engine.load(small.files, 'contrib');
        await loaded.score(few);
      } finally {
        small.remove();
      }
      const kept = residentBytes(engine.processId) - start;
      assert.ok(kept < 300 * 2 ** 20, `${Math.round(kept / 2 ** 20)} MiB are kept`);
    });

  it('that a process without a model keeps beyond a limit is given back with the process', async () => {
    engine = await createEngine({ threads: 1, keptBytes: 0 });
    const [one, other] = [
      await engine.load(middle.files, 'contrib'),
      await engine.load(middle.files, 'plain'),
    ];
    const expected = await one.score(few);
    await other.score(few);
    const pid = engine.processId as number;
    await one.release();
    await other.score(few);
    assert.equal(engine.processId, pid);
    await other.release();
    assert.throws(() => process.kill(pid, 0), /ESRCH/);
    const again = await engine.load(middle.files, 'contrib');
    assert.deepEqual(await again.score(few), expected);
  });

  it('that cannot be had is a named error, and the process goes on', async () => {
    const g = new GraphBuilder(new Map());
    const size = g.input('size', 'int32', [2]);
    const shape = g.op('Cast', [size], { to: { int: 7 } });
    g.output('sum', g.op('ReduceMax', [g.op('Expand', [g.float(1), shape])]), 'float', [1, 1]);
    const child = new EngineChild();
    try {
      const open = { model: g.model(), folder: tmpdir(), provider: 'cpu', threads: 1 } as const;
      await child.call({ kind: 'open', session: 1, ...open, mapped: false, watched: false });
      const run = (...extents: number[]) =>
        child.call({
          kind: 'run',
          session: 1,
          feeds: { size: { dims: [2], data: Int32Array.from(extents) } },
          fetches: ['sum'],
        });
      await assert.rejects(run(2 ** 25, 2 ** 25), OutOfMemoryError);
      assert.deepEqual(await run(2, 2), { sum: Float32Array.of(1) });
    } finally {
      await child.kill();
    }
  });

  it('that a model needs is told with the error', async () => {
    const model = await openModelFiles(middle.files);
    assert.match(
      memoryEstimate(model, false, 9),
      /^the model takes up to \d+ MiB for its weights, and what 9 tokens/,
    );
    assert.match(
      memoryEstimate(model, true, 9),
      /takes 8 MiB for its largest weight beside \d+ MiB of its mapped file/,
    );
  });

  it('is named where the kernel took the process for it, and not where somebody else did', () => {
    const how = { code: null, signal: 'SIGKILL' };
    assert.ok(endedError({ ...how, kills: 1 }) instanceof OutOfMemoryError);
    assert.ok(endedError({ ...how, kills: null }) instanceof OutOfMemoryError);
    assert.ok(!(endedError({ ...how, kills: 0 }) instanceof OutOfMemoryError));
    assert.ok(endedError({ code: 134, tail: 'what():  std::bad_alloc\n' }) instanceof OutOfMemoryError);
    assert.match(endedError({ signal: 'SIGBUS' }).why ?? '', /SIGBUS: a file that it reads became shorter/);
    const { why } = endedError({ code: 1, tail: '\u001b[31mbad\u001b[0m' });
    assert.equal(why, 'it ended with code 1; its last words: \\x1b[31mbad\\x1b[0m');
  });
});

describe('a weight file that changes while it is in use', () => {
  const refused = (path: string) => (error: unknown) => {
    assert.ok(error instanceof ModelChangedError, String(error));
    assert.equal(error.exitCode, 74);
    assert.ok(error.message.includes(basename(path)) && error.facts.path === path);
    return true;
  };

  it('is named when it is cut under a run, also though that kills the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recrown-cut-'));
    const { configPath, weightPaths } = middle.files;
    const path = join(folder, 'model.safetensors');
    cpSync(weightPaths[0] as string, path);
    try {
      engine = await createEngine({ threads: 1, mappedFromBytes: 0 });
      const loaded = await engine.load({ configPath, weightPaths: [path] }, 'contrib');
      const runs = await several(() => loaded.score(part));
      truncateSync(path, 4096);
      await assert.rejects(runs.at(-1) as Promise<unknown>, refused(path));
      const other = await engine.load(middle.files, 'contrib');
      assert.equal((await other.score(few)).logits?.length, 80);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is named when only its time differs', async () => {
    const own = writeSynthetic();
    try {
      engine = await createEngine({ threads: 1 });
      const loaded = await engine.load(own.files, 'contrib');
      await loaded.score(few);
      const path = own.files.weightPaths[0] as string;
      utimesSync(path, 1, 1);
      await assert.rejects(loaded.score(few), refused(path));
      await assert.rejects(loaded.decode({ promptIds: [1], mode: 'memory-only', maxNew: 1 }), refused(path));
    } finally {
      own.remove();
    }
  });
});

describe('an engine process that does not start', () => {
  it('is a named error when the program is not there', async () => {
    const { execPath } = process;
    let child: EngineChild;
    try {
      process.execPath = join(tmpdir(), 'recrown-no-such-program');
      child = new EngineChild();
    } finally {
      process.execPath = execPath;
    }
    await assert.rejects(child.call({ kind: 'describe' }), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.match(error.message, /engine process cannot be started/);
      return true;
    });
    await child.kill();
  });

  it('says what to raise when the system has no room for another process', () => {
    for (const code of ['EAGAIN', 'ENOMEM', 'EMFILE']) {
      const error = startError(Object.assign(new Error(`spawn node ${code}`), { code }));
      assert.match(error.remedy, /limits of processes/);
      assert.equal(error.facts.code, code);
    }
  });

  it('names the library when its native part is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recrown-no-library-'));
    const dist = dirname(dirname(dirname(findEngineProcess())));
    cpSync(dist, join(folder, 'dist'), { recursive: true });
    symlinkSync(join(folder, 'nowhere'), join(folder, 'node_modules'));
    const child = new EngineChild(undefined, join(folder, 'dist/model/engine/engineProcess.js'));
    try {
      await assert.rejects(child.call({ kind: 'describe' }), (error: unknown) => {
        assert.ok(error instanceof EngineError);
        assert.match(error.message, /ONNX Runtime cannot be loaded/);
        assert.match(error.why ?? '', /onnxruntime-node/);
        assert.match(error.remedy, /npm ci/);
        return true;
      });
    } finally {
      await child.kill();
      rmSync(folder, { recursive: true });
    }
  });
});
