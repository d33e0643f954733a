import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { conformance } from '../../src/cli/commands/conformance.js';
import { UsageError } from '../../src/errors/input.js';
import { recordingContext } from '../cli/recordingContext.js';

const vectors = join(process.env.RECROWN_ROOT ?? process.cwd(), 'test/vectors');

describe('recrown conformance', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recrown-conformance-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

  it('passes every vector file of this repository', async () => {
    for (const [name, count] of [
      ['python-vectors.json', 140],
      ['kl-vectors.json', 15],
      ['decision-vectors.json', 81],
      ['grading-vectors.json', 126],
    ] as const) {
      const context = recordingContext(vectors, true);
      const code = await conformance(context, { file: name });
      assert.deepEqual(JSON.parse(context.stdout), {
        schema: 1,
        passed: count,
        failed: 0,
        skipped: 0,
        failures: [],
      });
      assert.equal(context.stderr, `${count} passed, 0 failed, 0 skipped\n`);
      assert.equal(code, 0);
    }
  });

  it('lists failures, with nothing in them that could steer a terminal, and returns 70', async () => {
    await write('bad.json', {
      schema: 1,
      vectors: [
        {
          id: 'a\u001b[2J\u202e',
          kind: 'python_round',
          input: { value: 2.675, digits: 2 },
          expected: { value: 2.68 },
        },
        { id: 'b', kind: 'python_round', input: { value: 2.675, digits: 2 }, expected: { value: 2.67 } },
        { id: 'c', kind: 'unheard_of', input: {}, expected: {} },
      ],
    });
    const plain = recordingContext(folder, false);
    assert.equal(await conformance(plain, { file: 'bad.json' }), 70);
    assert.match(plain.stdout, /value: expected 2\.68, got 2\.67/);
    assert.ok(plain.stdout.endsWith('\n1 passed, 1 failed, 1 skipped\n'));
    assert.ok(!plain.stdout.includes('\u001b') && !plain.stdout.includes('\u202e'));
    assert.equal(plain.stderr, '');
    const json = recordingContext(folder, true);
    assert.equal(await conformance(json, { file: join(folder, 'bad.json') }), 70);
    const [failure] = JSON.parse(json.stdout).failures;
    assert.deepEqual(
      [failure.kind, failure.expected, failure.actual],
      ['python_round', { value: 2.68 }, { value: 2.67 }],
    );
    assert.equal(json.stderr, '1 passed, 1 failed, 1 skipped\n');
  });

  it('refuses files that hold no vectors', async () => {
    await write('cut.json', '{"schema": 1, "vectors": [');
    await write('keys.json', { keys: {} });
    await write('deep.json', '['.repeat(200_000) + ']'.repeat(200_000));
    await write('big.json', '');
    await truncate(join(folder, 'big.json'), 65 * 1024 * 1024);
    for (const file of ['cut.json', 'keys.json', 'deep.json', 'big.json', 'none.json', '.'])
      await assert.rejects(conformance(recordingContext(folder, true), { file }), UsageError, file);
  });
});
