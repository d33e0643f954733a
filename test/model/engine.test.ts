import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ScoreRequest } from '../../src/domain/engine.js';
import { UsageError } from '../../src/errors/input.js';
import { EngineError, ModelChangedError, ModelRefusedError, NotFiniteError } from '../../src/errors/model.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { findEngineProcess } from '../../src/model/engine/findEngineProcess.js';
import { encodeSafetensors } from '../../src/model/safetensors/writeSafetensors.js';
import { type Synthetic, writeSynthetic } from './synthetic.js';

let engine: OnnxEngine;
let model: Synthetic;
before(async () => {
  model = writeSynthetic();
  engine = await createEngine({ threads: 1 });
});
after(async () => {
  await engine.close();
  model.remove();
});

const base: ScoreRequest = { ids: [1, 2, 3], rows: [2], logits: true };
const REQUESTS: readonly [name: string, request: ScoreRequest, text: RegExp][] = [
  ['no token', { ...base, ids: [] }, /sequence is empty/],
  ['a token outside the vocabulary', { ...base, ids: [1, 80, 3] }, /token 1 is 80, outside the vocabulary/],
  ['a negative token', { ...base, ids: [-1, 2, 3] }, /token 0 is -1/],
  ['a fraction of a token', { ...base, ids: [1, 2, 0.5] }, /token 2 is 0\.5/],
  ['a token that is not a number', { ...base, ids: [1, 2, Number.NaN] }, /token 2 is NaN/],
  ['too many tokens', { ...base, ids: new Array(1025).fill(0) }, /1025 tokens, the model takes 1024/],
  ['no row', { ...base, rows: [] }, /no row/],
  ['a row outside the sequence', { ...base, rows: [3] }, /row entry 0 is 3, outside the sequence/],
  ['a negative row', { ...base, rows: [-1] }, /row entry 0 is -1/],
  ['nothing asked for', { ids: [1], rows: [0] }, /nothing is asked for/],
  [
    'lists of unequal width',
    { ...base, rows: [1, 2], topIds: [[1, 2], [1]] },
    /list 1 has 1 ids, list 0 has 2/,
  ],
  ['a list too few', { ...base, rows: [1, 2], topIds: [[1]] }, /1 lists for 2 rows/],
  ['empty lists', { ...base, topIds: [[]] }, /lists of topIds are empty/],
  ['an id twice', { ...base, topIds: [[4, 4]] }, /list 0 names an id twice/],
  ['an id outside the vocabulary', { ...base, topIds: [[80]] }, /id 0 of topIds list 0 is 80/],
  ['no id left for the tail', { ...base, topIds: [Array.from({ length: 80 }, (_, i) => i)] }, /80 of 80 ids/],
  ['topK of 0', { ...base, topK: 0 }, /topK is 0/],
  ['topK and topIds', { ...base, topK: 1, topIds: [[1]] }, /exclude each other/],
];

describe('a score request', () => {
  for (const [name, request, text] of REQUESTS)
    it(`is refused with ${name}`, async () => {
      const loaded = await engine.load(model.files, 'contrib');
      await assert.rejects(loaded.score(request), (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, text);
        return true;
      });
    });
});

describe('the engine', () => {
  it('says what decides its bits, and leaves the threads out of the digest', async () => {
    const other = await createEngine({ threads: 2 });
    const mapped = await createEngine({ threads: 1, mappedFromBytes: 0 });
    try {
      const { fingerprint } = engine;
      assert.equal(fingerprint.onnxruntime, '1.30.0');
      assert.match(fingerprint.nativeSha256, /^[0-9a-f]{64}$/);
      assert.equal(fingerprint.threads, 1);
      assert.equal(other.fingerprint.threads, 2);
      assert.equal(other.fingerprint.digest, fingerprint.digest);
      assert.notEqual(mapped.fingerprint.digest, fingerprint.digest);
    } finally {
      await other.close();
      await mapped.close();
    }
  });

  it('answers requests made at once, each with its own result', async () => {
    const loaded = await engine.load(model.files, 'contrib');
    const request = (length: number): ScoreRequest => ({
      ids: Array.from({ length }, (_, i) => (i * 7) % 80),
      rows: [length - 1],
      topK: 3,
    });
    const lengths = [5, 90, 1, 33];
    const together = await Promise.all(lengths.map((length) => loaded.score(request(length))));
    for (const [i, length] of lengths.entries())
      assert.deepEqual(together[i], await loaded.score(request(length)));
    await loaded.release();
    await assert.rejects(loaded.score(request(1)), EngineError);
  });

  it('takes weights in several files, also in different folders', async () => {
    const split = writeSynthetic();
    try {
      const names = Object.keys(split.tensors);
      const folder = dirname(split.files.configPath);
      const parts = [0, 1, 2].map((part) => {
        const path = join(folder, `part-${part}`, 'x.safetensors');
        mkdirSync(dirname(path));
        const own = names.filter((_, i) => i % 3 === part);
        const tensors = Object.fromEntries(own.map((name) => [name, split.tensors[name]]));
        writeFileSync(path, encodeSafetensors(tensors as typeof split.tensors));
        return path;
      });
      const { configPath } = split.files;
      const loaded = await engine.load({ configPath, weightPaths: parts }, 'contrib');
      const whole = await engine.load(model.files, 'contrib');
      assert.deepEqual(await loaded.score(base), await whole.score(base));
      const twice = { configPath, weightPaths: [...parts, parts[0] as string] };
      await assert.rejects(engine.load(twice, 'contrib'), ModelRefusedError);
    } finally {
      split.remove();
    }
  });

  it('refuses a result that is not finite', async () => {
    const broken = writeSynthetic();
    try {
      const name = 'lm_head.weight';
      const head = broken.tensors[name];
      assert.ok(head);
      const data = head.data.slice();
      data[0] = Number.POSITIVE_INFINITY;
      const tensors = { ...broken.tensors, [name]: { ...head, data } };
      writeFileSync(broken.files.weightPaths[0] as string, encodeSafetensors(tensors));
      const loaded = await engine.load(broken.files, 'contrib');
      await assert.rejects(loaded.score(base), (error: unknown) => {
        assert.ok(error instanceof NotFiniteError);
        assert.match(error.message, /not finite/);
        return true;
      });
    } finally {
      broken.remove();
    }
  });

  it('names a weight file that was cut after it was opened', async () => {
    const cut = writeSynthetic();
    try {
      const loaded = await engine.load(cut.files, 'contrib');
      const path = cut.files.weightPaths[0] as string;
      writeFileSync(path, encodeSafetensors(cut.tensors).subarray(0, 5000));
      await assert.rejects(loaded.score(base), ModelChangedError);
    } finally {
      cut.remove();
    }
  });

  it('refuses a number of threads that is none', async () => {
    for (const threads of [0, -1, 1.5, Number.NaN])
      await assert.rejects(createEngine({ threads }), UsageError);
  });
});

describe('an engine process that ends', () => {
  it('is gone after close, and close may be called twice', async () => {
    const closed = await createEngine({ threads: 1 });
    const loaded = await closed.load(model.files, 'contrib');
    await closed.close();
    await closed.close();
    assert.throws(() => process.kill(closed.processId as number, 0), /ESRCH/);
    await assert.rejects(loaded.score(base), EngineError);
  });

  it('ends with its parent, also when that is killed', async () => {
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `const child = require('node:child_process').fork(${JSON.stringify(findEngineProcess())});
         child.on('message', () => console.log(child.pid));
         child.send({ id: 1, kind: 'describe' });`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    assert.ok(pid > 0 && process.kill(pid, 0));
    parent.kill('SIGKILL');
    for (let waited = 0; isAlive(pid); waited += 1) {
      assert.ok(waited < 500, 'the engine process outlives its parent');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

/** A process that ended but was not yet collected counts as ended. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
