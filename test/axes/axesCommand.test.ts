import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findRepository } from '../../src/artifacts/hub/findRepository.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { axes } from '../../src/cli/commands/axes.js';
import { isAbsent } from '../../src/domain/absent.js';
import { UsageError } from '../../src/errors/input.js';
import { ModelRefusedError } from '../../src/errors/model.js';
import { recordingContext } from '../cli/recordingContext.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const SEED = 8_384_400n;

describe('recrown axes on a model of the demo', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recrown-axes-'));
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
      const place = await mkdtemp(join(folder, 'x'));
      for (const file of manifest.files)
        if (file.held) await symlink(snapshot.objectPath(file), join(place, file.path));
      await symlink(place, join(folder, name));
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = async (only: readonly string[], mode: 'memory-only' | 'recompute-full' = 'memory-only') => {
    const context = recordingContext(folder, true);
    const code = await axes(context, {
      model: 'student',
      teacher: 'teacher',
      seed: SEED,
      counts: 'default',
      mode,
      only,
    });
    assert.equal(code, 0);
    return JSON.parse(context.stdout);
  };

  it('asks the items of the round, twice with the same answers, and otherwise in the other mode', async () => {
    const one = await run(['long_context_bench']);
    const { axes: records, mode, sandbox, fingerprint } = one;
    assert.deepEqual([records.length, records[0].n, mode], [1, 4, 'memory-only']);
    assert.match(sandbox, /No axis runs programs/);
    assert.match(fingerprint.digest, /^[0-9a-f]{64}$/);
    for (const item of records[0].items) {
      assert.ok(item.tokens >= 1 && item.tokens <= 32);
      assert.ok(item.prompt.split('\n').length > 44);
    }
    assert.deepEqual((await run(['long_context_bench'])).axes, records);
    const other = await run(['long_context_bench'], 'recompute-full');
    assert.notDeepEqual(
      other.axes[0].items.map((item: { answer: string }) => item.answer),
      records[0].items.map((item: { answer: string }) => item.answer),
    );
  });

  it('refuses an axis that it does not know, a teacher without its files, and a tokenizer without an end', async () => {
    const refused = (options: object) =>
      axes(recordingContext(folder, true), {
        ...{
          model: 'student',
          teacher: 'teacher',
          seed: SEED,
          counts: 'default',
          mode: 'memory-only',
          only: [],
        },
        ...options,
      });
    await assert.rejects(refused({ only: ['kl'] }), UsageError);
    await assert.rejects(refused({ teacher: 'student/none' }), UsageError);
    const place = await mkdtemp(join(folder, 'bad'));
    await symlink(join(folder, 'teacher', 'tokenizer.json'), join(place, 'tokenizer.json'));
    await writeFile(join(place, 'tokenizer_config.json'), '[]');
    await assert.rejects(refused({ teacher: place }), ModelRefusedError);
  });
});
