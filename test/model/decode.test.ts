import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { decode } from '../../src/cli/commands/decode.js';
import { UsageError } from '../../src/errors/input.js';
import { InterruptedError } from '../../src/errors/interrupt.js';
import { EngineError, ModelRefusedError, NotFiniteError } from '../../src/errors/model.js';
import type { DecodeRequest } from '../../src/model/decode/DecodeRequest.js';
import { decodeTokens } from '../../src/model/decode/decodeTokens.js';
import { largestLogits } from '../../src/model/decode/largestLogits.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { encodeSafetensors } from '../../src/model/safetensors/writeSafetensors.js';
import { recordingContext } from '../cli/recordingContext.js';
import { readGolden } from './golden.js';
import { type Synthetic, writeSynthetic } from './synthetic.js';

let folder = '';
let engine: OnnxEngine;
let small: Synthetic;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-decode-'));
  small = writeSynthetic({ max_seq_len: 40 });
  engine = await createEngine({ threads: 1 });
});
after(async () => {
  await engine.close();
  small.remove();
  rmSync(folder, { recursive: true, force: true });
});

const golden = dirname(readGolden('quasar-a').files.configPath);
const recorded = JSON.parse(readFileSync(join(golden, 'decode.json'), 'utf8'));

function input(content: unknown): string {
  writeFileSync(join(folder, 'input.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return 'input.json';
}

describe('recrown decode', () => {
  it('prints tokens and the five largest logits of each step as one document', async () => {
    const to = recordingContext(folder, true);
    const options = { model: golden, input: join(golden, 'decode.json'), maxNew: 5, threads: 1 };
    assert.equal(await decode(to, { ...options, mode: 'memory-only' }), 0);
    assert.equal(to.stdout.trim().split('\n').length, 1);
    const document = JSON.parse(to.stdout);
    assert.deepEqual(Object.keys(document), ['schema', 'mode', 'tokens', 'top5_logits', 'fingerprint']);
    assert.equal(document.schema, 1);
    assert.equal(document.mode, 'memory-only');
    assert.deepEqual(document.tokens, recorded.memory_only.tokens.slice(0, 5));
    document.top5_logits.forEach((row: [number, number][], step: number) => {
      const exact = recorded.memory_only.top5_logits[step] as [number, number][];
      assert.deepEqual(
        row.map(([id]) => id),
        exact.map(([id]) => id),
      );
      row.forEach(([, logit], rank) => {
        assert.ok(Math.abs(logit - (exact[rank]?.[1] as number)) < 4e-4);
      });
    });
    assert.match(to.stderr, /token 5 of 5/);
  });

  it('prints a table for people', async () => {
    const to = recordingContext(folder, false);
    const prompt = input({ prompt_ids: recorded.prompt_ids });
    await decode(to, { model: golden, input: prompt, mode: 'recompute-full', maxNew: 2, threads: 1 });
    const [title, , first, second, engineLine] = to.stdout.split('\n');
    assert.equal(title, 'recompute-full, 2 tokens after a prompt of 70');
    assert.match(first as string, /^ +70 +331 +13\.0630\d\d +495: -0\.217\d{3}$/);
    assert.match(second as string, /^ +71 +350 +11\.7080\d\d +269: -1\.581\d{3}$/);
    assert.match(engineLine as string, /^engine [0-9a-f]{12}, ONNX Runtime/);
  });

  for (const [name, content, text] of [
    ['no JSON', '{', /not JSON/],
    ['a list', [], /not an object/],
    ['no prompt', { ids: [1] }, /prompt_ids is not a list/],
    ['a text for a prompt', { prompt_ids: 'hello' }, /prompt_ids is not a list/],
    ['a fraction of a token', { prompt_ids: [1, 0.5] }, /prompt_ids is not a list/],
  ] as const)
    it(`refuses an input with ${name}`, async () => {
      const options = { model: golden, mode: 'memory-only', maxNew: 1 } as const;
      await assert.rejects(
        decode(recordingContext(folder, true), { ...options, input: input(content) }),
        (error: unknown) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.why ?? '', text);
          return true;
        },
      );
    });

  it('refuses an architecture that it does not know, by name', async () => {
    const model = join(folder, 'other');
    mkdirSync(model);
    writeFileSync(join(model, 'config.json'), JSON.stringify({ model_type: 'llama', vocab_size: 10 }));
    writeFileSync(join(model, 'model.safetensors'), encodeSafetensors({}));
    const options = { model, input: input({ prompt_ids: [1] }), mode: 'memory-only', maxNew: 1 } as const;
    await assert.rejects(decode(recordingContext(folder, true), options), (error: unknown) => {
      assert.ok(error instanceof ModelRefusedError);
      assert.match(`${error.message} ${error.why}`, /llama/);
      return true;
    });
  });

  it('stops when it is interrupted', async () => {
    const stop = new AbortController();
    const to = recordingContext(folder, true, stop.signal);
    const prompt = input({ prompt_ids: recorded.prompt_ids });
    const running = decode(to, { model: golden, input: prompt, mode: 'recompute-full', maxNew: 1900 });
    setTimeout(() => stop.abort('SIGINT'), 50);
    await assert.rejects(running, InterruptedError);
    assert.equal(to.stdout, '');
  });
});

const base: DecodeRequest = { promptIds: [1, 2, 3], mode: 'memory-only', maxNew: 2 };

describe('a decode request', () => {
  for (const [name, request, text] of [
    ['an empty prompt', { ...base, promptIds: [] }, /prompt is empty/],
    ['a token outside the vocabulary', { ...base, promptIds: [1, 80] }, /token 1 of the prompt is 80/],
    ['a negative token', { ...base, promptIds: [-1] }, /token 0 of the prompt is -1/],
    ['no new token', { ...base, maxNew: 0 }, /0 new tokens/],
    ['a fraction of a new token', { ...base, maxNew: 1.5 }, /1\.5 new tokens/],
    ['a prompt that is too long', { ...base, promptIds: new Array(41).fill(1), maxNew: 1 }, /sequence of 41/],
    ['too many new tokens', { ...base, maxNew: 39 }, /sequence of 41, the model takes 40/],
    ['no logit kept', { ...base, best: 0 }, /0 largest logits/],
    ['an unknown mode', { ...base, mode: 'fast' as never }, /mode is "fast"/],
  ] as const)
    it(`is refused with ${name}`, async () => {
      const loaded = await engine.load(small.files, 'contrib');
      await assert.rejects(loaded.decode(request), (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, text);
        return true;
      });
    });

  it('may fill the model to its last position', async () => {
    const loaded = await engine.load(small.files, 'contrib');
    for (const mode of ['memory-only', 'recompute-full'] as const)
      assert.equal((await loaded.decode({ ...base, mode, maxNew: 38 })).tokens.length, 38);
    await loaded.release();
    await assert.rejects(loaded.decode(base), EngineError);
  });

  it('gives bit for bit the same again, alone or beside others, with every thread count', async () => {
    const more = await createEngine({ threads: 2 });
    try {
      const [loaded, other] = await Promise.all([
        engine.load(small.files, 'contrib'),
        more.load(small.files, 'contrib'),
      ]);
      const requests = (['memory-only', 'recompute-full'] as const).flatMap((mode) =>
        [1, 7, 30].map((length) => ({
          ...base,
          mode,
          promptIds: new Array<number>(length).fill(9),
          maxNew: 8,
        })),
      );
      const together = await Promise.all(requests.map((request) => loaded.decode(request)));
      for (const [i, request] of requests.entries()) {
        assert.deepEqual(together[i], await loaded.decode(request));
        assert.deepEqual(together[i], await other.decode(request));
      }
    } finally {
      await more.close();
    }
  });

  it('starts with the token and the logits that scoring gives', async () => {
    const loaded = await engine.load(small.files, 'contrib');
    const { logits } = await loaded.score({ ids: base.promptIds, rows: [2], logits: true });
    const { bestLogits } = await loaded.decode({ ...base, mode: 'recompute-full', maxNew: 1, best: 80 });
    for (const [id, logit] of bestLogits[0] ?? []) assert.equal(logit, logits?.[id]);
  });

  it('rounds float32 weights where it is told to, also those that it picks by row', async () => {
    const rounded = writeSynthetic({}, 'BF16');
    try {
      const wide = await engine.load(small.files, 'contrib', { roundF32: true });
      const narrow = await engine.load(rounded.files, 'contrib');
      const request = { ...base, maxNew: 4, best: 80 };
      assert.deepEqual(await wide.decode(request), await narrow.decode(request));
    } finally {
      rounded.remove();
    }
  });

  it('names a logit that is not finite', async () => {
    const broken = writeSynthetic();
    try {
      const name = 'lm_head.weight';
      const head = broken.tensors[name];
      assert.ok(head);
      const data = head.data.slice();
      data[3 * 24] = Number.POSITIVE_INFINITY;
      const tensors = { ...broken.tensors, [name]: { ...head, data } };
      writeFileSync(broken.files.weightPaths[0] as string, encodeSafetensors(tensors));
      const loaded = await engine.load(broken.files, 'contrib');
      await assert.rejects(loaded.decode(base), (error: unknown) => {
        assert.ok(error instanceof NotFiniteError);
        assert.match(error.why ?? '', /token 3 at step 0/);
        return true;
      });
    } finally {
      broken.remove();
    }
  });
});

describe('an engine process that is killed while it decodes', () => {
  it('fails the call with a named error', async () => {
    const victim = await createEngine({ threads: 1 });
    const loaded = await victim.load(readGolden('quasar-a').files, 'contrib');
    const request = { promptIds: recorded.prompt_ids, mode: 'recompute-full', maxNew: 1900 } as const;
    const running = loaded.decode(request, (count) => {
      if (count === 2) process.kill(victim.processId as number, 'SIGKILL');
    });
    await assert.rejects(running, /engine process is gone/);
    await victim.close();
  });
});

describe('the largest logits', () => {
  for (const [row, count, ids] of [
    [[1, 5, 3, 5, 2], 3, [1, 3, 2]],
    [[1, 5, 3, 5, 2], 1, [1]],
    [[0, 0, 0], 2, [0, 1]],
    [[-3, -1, -2], 5, [1, 2, 0]],
    [[4], 1, [0]],
  ] as const)
    it(`are ${ids} for ${row}, ${count} asked for`, () => {
      assert.deepEqual(largestLogits(Float32Array.from(row), count), { ids: [...ids], broken: -1 });
    });

  it('are none in a row with a value that is not finite', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      assert.equal(largestLogits(Float32Array.of(9, 1, value), 1).broken, 2);
  });
});

describe('a greedy decoding', () => {
  const logitsFor = (id: number) =>
    Float32Array.from({ length: 10 }, (_, i) => (i === (id + 1) % 10 ? 1 : 0));

  for (const [feed, seen, starts] of [
    [
      'whole',
      [
        [7, 8],
        [7, 8, 9],
        [7, 8, 9, 0],
      ],
      [0, 0, 0],
    ],
    ['last', [[7, 8], [9], [0]], [0, 2, 3]],
  ] as const)
    it(`runs what it should when it feeds the ${feed}`, async () => {
      const runs: { ids: number[]; start: number; states: number | null }[] = [];
      const plan = { promptIds: Int32Array.of(7, 8), maxNew: 3, best: 1, feed };
      const outcome = await decodeTokens<number>(
        plan,
        async ({ ids, start, states }) => {
          runs.push({ ids: [...ids], start, states });
          return { logits: logitsFor(ids.at(-1) as number), states: (states ?? 0) + 1 };
        },
        () => undefined,
      );
      assert.deepEqual([...outcome.bestIds], [9, 0, 1]);
      assert.deepEqual(
        runs,
        seen.map((ids, i) => ({
          ids: [...ids],
          start: starts[i],
          states: feed === 'last' && i > 0 ? i : null,
        })),
      );
    });
});
