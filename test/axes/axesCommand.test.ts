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

  const call = async (options: object, json = true) => {
    const context = recordingContext(folder, json);
    const code = await axes(context, {
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
    assert.equal(code, 0);
    return context.stdout;
  };
  const run = async (only: readonly string[], mode: 'memory-only' | 'recompute-full' = 'memory-only') =>
    JSON.parse(await call({ only, mode }));

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

  it('says the same of a model whose answers, and whose marks, are decoded three at a time', async () => {
    const only = ['long_context_bench', 'chat_turns_probe'];
    assert.equal(await call({ only, batch: 3 }), await call({ only }));
  });

  it('a model is off the teacher on its own continuations, and the teacher is not off itself', async () => {
    const { probes, raw, values, notReplayed, teacher } = await run(['on_policy_rkl']);
    const { rollouts, tokens, meanRkl, meanLength, perRollout } = probes.onPolicy;
    assert.deepEqual([rollouts, perRollout.length, raw.on_policy_rkl.tokens], [12, 12, tokens]);
    assert.ok(meanRkl > 0.01 && meanRkl < 20, `${meanRkl}`);
    const silence = Math.min(1, meanLength / 16, tokens / 128);
    assert.ok(Math.abs(values.on_policy_rkl - Math.min(1, 0.1 / meanRkl) * silence) < 1e-4);
    assert.deepEqual([notReplayed.length, teacher.seed], [2, String(SEED)]);
    const own = JSON.parse(await call({ model: 'teacher', only: ['on_policy_rkl'] }));
    assert.ok(Math.abs(own.probes.onPolicy.meanRkl) <= 1e-6);
    assert.ok(Math.abs(own.probes.onPolicy.meanSampledGap) <= 1e-6);
  });

  it('without a teacher the axes that need one are named with the reason', async () => {
    const only = ['judge_probe', 'on_policy_rkl'];
    const text = await call({ only, teacher: undefined }, false);
    assert.match(text, /Not replayed: 4\n {2}judge_probe: no folder with the teacher was given\n/);
    assert.match(text, /on_policy_rkl: no folder .*\n.*finetune_probe: .*\n.*activation_fingerprint: /);
    // A folder without weights has tokenizer and template, and nobody to ask.
    const bare = await mkdtemp(join(folder, 'bare'));
    for (const name of ['tokenizer.json', 'tokenizer_config.json'])
      await symlink(join(folder, 'teacher', name), join(bare, name));
    const { notReplayed } = JSON.parse(await call({ only, teacher: bare }));
    assert.match(notReplayed[0].why, /holds no model/);
  });

  it('refuses a server as the teacher, and a file that holds nothing that a teacher said', async () => {
    await assert.rejects(call({ teacher: 'https://teacher.example' }), UsageError);
    const file = join(folder, 'said.json');
    await assert.rejects(call({ teacherAnswers: file }), { why: /there is no such file/ });
    for (const text of ['{', '[]', '{"teacher":{"schema":1}}']) {
      await writeFile(file, text);
      await assert.rejects(call({ teacherAnswers: file }), UsageError);
    }
    const missing = { absent: 'missing', why: 'x' };
    const refs = { schema: 1, seed: '720', capability: missing, chatLengths: [3], think: missing };
    await writeFile(file, JSON.stringify({ teacher: refs }));
    await assert.rejects(call({ teacherAnswers: file, only: ['length'] }), { why: /seed block 720/ });
  });

  it('refuses an axis that it does not know, a teacher without its files, and a tokenizer without an end', async () => {
    await assert.rejects(call({ only: ['kl'] }), UsageError);
    await assert.rejects(call({ teacher: 'student/none' }), UsageError);
    const place = await mkdtemp(join(folder, 'bad'));
    await symlink(join(folder, 'teacher', 'tokenizer.json'), join(place, 'tokenizer.json'));
    await writeFile(join(place, 'tokenizer_config.json'), '[]');
    await assert.rejects(call({ teacher: place }), ModelRefusedError);
  });
});
