import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PATIENCE } from '../../src/artifacts/transport/retry.js';
import type { AuditError } from '../../src/errors/base.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import type { LoadedCheckpoint } from '../../src/model/engine/LoadedCheckpoint.js';
import type { Continuation } from '../../src/model/openai/continuation.js';
import { encodeJoined } from '../../src/model/tokenizer/promptLength.js';
import { sparseTeacher } from '../../src/model/tokenizer/sparseTeacher.js';
import { createTokenMap } from '../../src/model/tokenizer/tokenMap.js';
import { openServerTeacher } from '../../src/replay/teacher/openServerTeacher.js';
import { startLoopbackTeacher } from '../support/loopbackTeacher/startLoopbackTeacher.js';
import { type Synthetic, writeSynthetic } from './synthetic.js';
import { smallTokenizer } from './tokenizer/smallTokenizer.js';

const tokenizer = smallTokenizer();
const idOf = createTokenMap(tokenizer);
const PROMPTS = ['the miller carries the ', 'The river isn', 'ein Müller', 'return water + 34'];
const REQUESTS = PROMPTS.map((prompt, index) => ({ prompt, seed: 8_382_960 + index, maxTokens: 12 }));

let engine: OnnxEngine;
let checkpoint: Synthetic;
let model: LoadedCheckpoint;

before(async () => {
  checkpoint = writeSynthetic({ vocab_size: tokenizer.vocabSize });
  engine = await createEngine({ threads: 1 });
  model = await engine.load(checkpoint.files, 'contrib');
});
after(async () => {
  await engine.close();
  checkpoint.remove();
});

type Row = (readonly [string, number])[];
type Change = (top: (Record<string, number> | null)[], text: string) => object;

/** What a server draws and tells: the tokens that the sampler takes, and the 128 most probable ones of each position. */
async function drawn(
  body: Readonly<Record<string, unknown>>,
): Promise<{ tokens: readonly number[]; rows: Row[] }> {
  const promptIds = tokenizer.encode(String(body.prompt));
  const { tokens } = await model.decode({
    promptIds,
    mode: 'recompute-full',
    maxNew: Number(body.max_tokens),
    sampling: { temperature: Number(body.temperature), topP: Number(body.top_p), seed: Number(body.seed) },
  });
  const rows = tokens.map((_, at) => promptIds.length - 1 + at);
  const { topIds, logProbs } = await model.score({ ids: [...promptIds, ...tokens], rows, topK: 128 });
  return {
    tokens,
    rows: rows.map((_, row) =>
      Array.from({ length: 128 }, (_, slot): readonly [string, number] => [
        String(topIds?.[row * 128 + slot]),
        logProbs?.[row * 128 + slot] as number,
      ]),
    ),
  };
}

async function continued(
  nameOf: (id: number) => string,
  change: Change = (top_logprobs, text) => ({ text, logprobs: { top_logprobs } }),
  requests = REQUESTS,
): Promise<{ texts: readonly Continuation[]; bodies: readonly Readonly<Record<string, unknown>>[] }> {
  const server = await startLoopbackTeacher({
    model,
    continue: async (body) => {
      const { tokens, rows } = await drawn(body);
      const top = rows.map((row) =>
        Object.fromEntries(row.map(([id, value]) => [nameOf(Number(id)), value])),
      );
      return change(top, tokenizer.decode(tokens));
    },
  });
  try {
    const manners = { patience: { ...PATIENCE, attempts: 1 }, timeoutMs: 20_000, totalMs: 30_000 };
    const { signal } = new AbortController();
    const teacher = await openServerTeacher({ urls: [server.url], model: null, key: null, signal, manners });
    const texts = await teacher.continueTexts(requests, tokenizer);
    return {
      texts,
      bodies: server.seen.flatMap((one) => (one.path === '/v1/completions' ? [one.body] : [])),
    };
  } finally {
    server.close();
  }
}

test('a prompt is continued as the evaluator asks for it, with the seed of its index', async () => {
  const { bodies } = await continued((id) => `token_id:${id}`);
  assert.deepEqual(
    [...bodies].sort((a, b) => Number(a.seed) - Number(b.seed)),
    REQUESTS.map(({ prompt, seed }) => ({
      model: 'teacher',
      prompt,
      seed,
      max_tokens: 12,
      temperature: 0.7,
      top_p: 0.9,
      logprobs: 128,
      return_tokens_as_token_ids: true,
      stream: false,
    })),
  );
});

test('tokens that are told by id are taken by id; the text is tokenised with its prompt', async () => {
  const { texts } = await continued((id) => `token_id:${id}`);
  for (const [index, request] of REQUESTS.entries()) {
    const { text, ids, promptLength, teacher } = texts[index] as Continuation;
    const { tokens, rows } = await drawn({ ...request, max_tokens: 12, temperature: 0.7, top_p: 0.9 });
    assert.equal(text, tokenizer.decode(tokens));
    assert.deepEqual({ ids, promptLength }, encodeJoined(tokenizer, request.prompt, text));
    assert.deepEqual(Array.from(teacher.ids), rows.flatMap((row) => row.map(([id]) => Number(id)))); // biome-ignore format: one comparison
    assert.deepEqual(Array.from(teacher.logProbs), rows.flatMap((row) => row.map(([, value]) => value))); // biome-ignore format: one comparison
    assert.equal(teacher.guessed, 0);
  }
});

test('tokens that are told by text go through the map, and empty slots hold id 0 and -100', async () => {
  const nameOf = (id: number): string => tokenizer.decode([id]);
  const { texts } = await continued(nameOf);
  let fillers = 0;
  for (const [index, request] of REQUESTS.entries()) {
    const { rows } = await drawn({ ...request, max_tokens: 12, temperature: 0.7, top_p: 0.9 });
    // Tokens of one text share an entry, and the last one stays in it.
    const told = rows.map((row) => Object.entries(Object.fromEntries(row.map(([id, value]) => [nameOf(Number(id)), value])))); // biome-ignore format: one list
    const { teacher } = texts[index] as Continuation;
    assert.deepEqual(teacher, sparseTeacher(told, idOf));
    fillers += teacher.logProbs.filter((value) => value === -100).length;
    assert.ok(teacher.guessed > 0);
  }
  assert.ok(fillers > 0);
});

test('an answer that cannot be used is refused', async () => {
  const cases: readonly [Change, RegExp][] = [
    [(_, text) => ({ text, logprobs: null }), /no text with logprobs/],
    [(top_logprobs) => ({ logprobs: { top_logprobs } }), /no text with logprobs/],
    [(top, text) => ({ text, logprobs: { top_logprobs: [...top, ...top] } }), /24 tokens and \d+ characters for 12 tokens/],
    [(top_logprobs) => ({ text: 'x'.repeat(7000), logprobs: { top_logprobs } }), /7000 characters/],
    [(top, text) => ({ text, logprobs: { top_logprobs: top.map((one) => ({ ...one, 'token_id:9': 0.5 })) } }), /token 0 has the log-probability 0\.5/],
    [(top, text) => ({ text, logprobs: { top_logprobs: top.map((one) => ({ ...one, 'token_id:99999': -5 })) } }), /names token 99999 of a vocabulary/],
    [(top, text) => ({ text, logprobs: { top_logprobs: top.map((one) => ({ ...one, ...Object.fromEntries(Array.from({ length: 400 }, (_, id) => [`token_id:${id}`, -9])) })) } }), /token 0 lists \d+ tokens, 128 were/],
    [(_, text) => ({ text, logprobs: { top_logprobs: [{ a: 'b' }] } }), /no text with logprobs/],
  ]; // biome-ignore format: one case a row
  for (const [change, text] of cases)
    await assert.rejects(
      continued((id) => `token_id:${id}`, change, REQUESTS.slice(0, 1)),
      (error: AuditError) => {
        assert.equal(error.exitCode, 69);
        assert.match(error.why ?? '', text);
        return true;
      },
    );
});

test('a position without alternatives has empty slots', async () => {
  const change: Change = (top, text) => ({ text, logprobs: { top_logprobs: [null, ...top.slice(1)] } });
  const { texts } = await continued((id) => `token_id:${id}`, change, REQUESTS.slice(0, 1));
  assert.ok(texts[0]?.teacher.logProbs.subarray(0, 128).every((value) => value === -100));
});
