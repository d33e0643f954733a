import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findRepository } from '../../src/artifacts/hub/findRepository.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { axes } from '../../src/cli/commands/axes.js';
import { axesTable } from '../../src/cli/commands/axesTable.js';
import { items } from '../../src/cli/commands/items.js';
import { createProgram } from '../../src/cli/program.js';
import { isAbsent } from '../../src/domain/absent.js';
import { EvaluatorDisagreesError, EvaluatorRaisedError } from '../../src/errors/evaluator.js';
import { UsageError } from '../../src/errors/input.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { recordingContext } from '../cli/recordingContext.js';
import { checkout, standIn } from './standIn.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const SEED = 8_384_400n;
const COMMIT = '89abcdef'.repeat(5);
const found = await findSandbox(process.env.PATH ?? '', process.arch);
const skip = isAbsent(found) ? found.why : false;

describe('recrown items and axes with --evaluator', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recrown-evaluator-'));
    const drawn = drawItems(SEED, ITEM_COUNTS.default);
    await checkout(join(folder, 'same'), await standIn({ items: drawn }), ['ifeval_vendor.py']);
    const golds = { 'math/0': '\u001b[2J' };
    await checkout(join(folder, 'other'), await standIn({ items: drawn, golds }));
    await checkout(join(folder, 'broken'), 'raise KeyError("x")');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const list = async (options: object, json = true) => {
    const context = recordingContext(folder, json);
    const code = await items(context, { seed: SEED, counts: 'default', ...options });
    return { code, text: context.stdout };
  };

  it('refuses a folder that holds no evaluator, and a commit without a folder', async () => {
    await assert.rejects(list({ evaluator: '.' }), UsageError);
    await assert.rejects(list({ evaluatorCommit: COMMIT }), UsageError);
    await mkdir(join(folder, 'odd/scripts'), { recursive: true });
    const file = join(folder, 'odd/scripts/pod_eval_vllm.py');
    spawnSync('mkfifo', [file]);
    await assert.rejects(list({ evaluator: 'odd' }), { why: 'it is no plain file' });
    await rm(file);
    await writeFile(file, Buffer.alloc((4 << 20) + 1));
    await assert.rejects(list({ evaluator: 'odd' }), { why: 'it is larger than 4194304 bytes' });
    const call = (commit: string) => () =>
      createProgram('0', () => undefined, { cwd: folder, env: {}, home: folder, stdoutIsTTY: false })
        .configureOutput({ writeErr: () => undefined })
        .parse(['items', '--seed', '1', '--evaluator-commit', commit], { from: 'user' });
    assert.throws(call('main'));
  });

  it('says whose words it prints without one', async () => {
    const { code, text } = await list({});
    const { wording, reference } = JSON.parse(text);
    assert.deepEqual([code, wording, reference], [0, 'own', null]);
  });

  it('items: the prompts of the evaluator beside our keys, 70 where a draw differs', { skip }, async () => {
    const same = await list({ evaluator: 'same', evaluatorCommit: COMMIT });
    const { wording, keys, prompts, reference } = JSON.parse(same.text);
    assert.deepEqual(
      [same.code, wording, reference.agrees, reference.commit],
      [0, 'reference', true, COMMIT],
    );
    assert.deepEqual(
      reference.files.map(({ path, sha256 }: { path: string; sha256: string }) => [path, sha256.length]),
      [['scripts/pod_eval_vllm.py', 64]],
    );
    assert.deepEqual([keys.aime.length, prompts.aime_bench.length], [8, 8]);
    assert.match(prompts.aime_bench[0], /^Reference riddle 0/);
    const other = await list({ evaluator: 'other' });
    const { differences } = JSON.parse(other.text).reference;
    assert.deepEqual(
      [other.code, differences.length, differences[0].axis, differences[0].theirs[1]],
      [70, 1, 'math', '\u001b[2J'],
    );
    const shown = await list({ evaluator: 'other' }, false);
    assert.match(shown.text, /in the evaluator's words\n/);
    assert.match(shown.text, /^chat_probe +4 {2}\(ours\) /m);
    assert.match(shown.text, /^aime_bench +8 {2}Reference riddle 0/m);
    assert.match(shown.text, /^Evaluator at a commit that was not told: \d+ draws and grades .*, 1 differ$/m);
    assert.match(shown.text, /^ {2}math 0: ours .*, theirs \[".*","\\u001b\[2J"\]$/m);
    assert.ok(!shown.text.includes('\u001b'));
  });

  it('axes: asked in its words and graded against it; refused where draws differ', { skip }, async () => {
    const snapshot = await openSnapshot(join(root, 'snapshots/demo'));
    const { teacher, repositories } = snapshot.index;
    const student = repositories.find(({ repo }) => repo !== teacher?.repo);
    for (const [name, of] of [
      ['teacher', teacher],
      ['student', student],
    ] as const) {
      assert.ok(of !== null && of !== undefined);
      const manifest = findRepository(snapshot, of.repo, of.revision);
      assert.ok(!isAbsent(manifest));
      await mkdir(join(folder, name));
      for (const file of manifest.files)
        if (file.held) await symlink(snapshot.objectPath(file), join(folder, name, file.path));
    }
    const ask = async (options: object) => {
      const context = recordingContext(folder, true);
      const code = await axes(context, {
        ...{ model: 'student', teacher: 'teacher', seed: SEED, counts: 'default', mode: 'memory-only' },
        ...{ only: ['long_context_bench'], ...options },
      });
      return { code, document: JSON.parse(context.stdout) };
    };
    const { code, document } = await ask({ evaluator: 'same', evaluatorCommit: COMMIT });
    const { wording, reference, axes: records, values, mode, fingerprint } = document;
    assert.deepEqual([code, wording, reference.agrees, reference.commit], [0, 'reference', true, COMMIT]);
    assert.match(records[0].items[0].prompt, /^Reference line \d+\.\n/);
    const shown = axesTable({ ...document, records, unconfined: null }, values, mode, fingerprint, reference);
    assert.match(shown, /asked in the evaluator's words\.\nEvaluator at 89ab.* held against it, 0 differ\n/);
    await assert.rejects(ask({ evaluator: 'other' }), (error) => {
      assert.ok(error instanceof EvaluatorDisagreesError);
      assert.deepEqual([error.exitCode, error.why], [70, '1 differ, the first on math']);
      return true;
    });
    await assert.rejects(ask({ evaluator: 'broken' }), EvaluatorRaisedError);
  });
});
