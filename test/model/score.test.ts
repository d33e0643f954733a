import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { score } from '../../src/cli/commands/score.js';
import { UsageError } from '../../src/errors/input.js';
import { InterruptedError } from '../../src/errors/interrupt.js';
import { recordingContext } from '../cli/recordingContext.js';
import { logSoftmax, readGolden, relativeError } from './golden.js';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-score-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const golden = readGolden('quasar-a');
const model = dirname(golden.files.configPath);

const context = (json: boolean, signal?: AbortSignal) => recordingContext(folder, json, signal);

function input(content: unknown): string {
  writeFileSync(join(folder, 'input.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return 'input.json';
}

describe('recrown score', () => {
  it('prints log-probabilities, tail mass and logits of the asked rows as one document', async () => {
    const rows = [10, 0];
    const topIds = [
      [3, 1],
      [500, 2],
    ];
    const to = context(true);
    const code = await score(to, {
      model,
      input: input({ ids: golden.ids, rows, topIds, logits: true }),
      threads: 1,
    });
    assert.equal(code, 0);
    const text = to.stdout;
    assert.doesNotMatch(text, /NaN|Infinity/);
    const document = JSON.parse(text);
    assert.equal(document.schema, 1);
    assert.match(document.fingerprint.digest, /^[0-9a-f]{64}$/);
    rows.forEach((row, r) => {
      const expected = golden.logits.subarray(row * 512, (row + 1) * 512);
      assert.ok(relativeError(document.logits[r], expected) < 1e-5);
      const exact = logSoftmax(expected);
      topIds[r]?.forEach((id, k) => {
        assert.ok(Math.abs(document.logProbs[r][k] - (exact[id] as number)) < 1e-4);
      });
      const tail = Math.log(
        1 - Math.exp(exact[topIds[r]?.[0] ?? 0] ?? 0) - Math.exp(exact[topIds[r]?.[1] ?? 0] ?? 0),
      );
      assert.ok(Math.abs(document.tailLogMass[r] - tail) < 1e-4);
    });
  });

  it('scores a folder of the other architecture alike', async () => {
    const teacher = readGolden('qwen35-a');
    const rows = [149, 3];
    const to = context(true);
    const content = input({ ids: teacher.ids, rows, topIds: [[5], [501]], logits: true });
    assert.equal(
      await score(to, { model: dirname(teacher.files.configPath), input: content, threads: 1 }),
      0,
    );
    const document = JSON.parse(to.stdout);
    rows.forEach((row, r) => {
      const expected = teacher.logits.subarray(row * 512, (row + 1) * 512);
      assert.ok(relativeError(document.logits[r], expected) < 1e-5);
      const id = [5, 501][r] as number;
      assert.ok(Math.abs(document.logProbs[r][0] - (logSoftmax(expected)[id] as number)) < 1e-3);
    });
  });

  it('leaves out what was not asked for', async () => {
    const to = context(true);
    await score(to, { model, input: input({ ids: [1, 2], rows: [1], logits: true }) });
    assert.deepEqual(Object.keys(JSON.parse(to.stdout)), ['schema', 'logits', 'fingerprint']);
  });

  it('prints a table for people', async () => {
    const to = context(false);
    await score(to, { model, input: input({ ids: [1, 2], rows: [1], topIds: [[7, 8]] }) });
    assert.match(to.stdout, /7: -\d+\.\d{6}\s+8: -\d+\.\d{6}/);
  });

  for (const [name, content, text] of [
    ['no JSON', '{', /not JSON/],
    ['a list', [], /not an object/],
    ['no ids', { rows: [0], logits: true }, /ids is not a list/],
    ['rows that are no whole numbers', { ids: [1], rows: [0.5], logits: true }, /rows is not a list/],
    ['ids that are texts', { ids: ['1'], rows: [0], logits: true }, /ids is not a list/],
    ['nothing asked for', { ids: [1], rows: [0] }, /asks for nothing/],
    ['logits: false only', { ids: [1], rows: [0], logits: false }, /asks for nothing/],
    ['flat topIds', { ids: [1], rows: [0], topIds: [1] }, /topIds is not a list of lists/],
    ['an unknown key', { ids: [1], rows: [0], topids: [[1]] }, /unknown key "topids"/],
  ] as const)
    it(`refuses an input with ${name}`, async () => {
      await assert.rejects(score(context(true), { model, input: input(content) }), (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.why ?? '', text);
        return true;
      });
    });

  it('refuses lists of unequal width, an input that is not there and a folder without a model', async () => {
    const uneven = { ids: [1, 2], rows: [0, 1], topIds: [[1], [1, 2]] };
    await assert.rejects(score(context(true), { model, input: input(uneven) }), UsageError);
    await assert.rejects(score(context(true), { model, input: 'none.json' }), UsageError);
    const fine = input({ ids: [1], rows: [0], logits: true });
    await assert.rejects(score(context(true), { model: folder, input: fine }), /not a model folder/);
    await assert.rejects(score(context(true), { model: 'none', input: fine }), /not a model folder/);
  });

  for (const delay of [0, 20])
    it(`stops when it is interrupted ${delay} ms after its start`, async () => {
      const stop = new AbortController();
      const running = score(context(true, stop.signal), {
        model,
        input: input({ ids: golden.ids, rows: [0], logits: true }),
      });
      setTimeout(() => stop.abort('SIGINT'), delay);
      await assert.rejects(running, InterruptedError);
    });
});
