import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { chooseSnapshot } from '../../src/artifacts/snapshot/chooseSnapshot.js';
import { withFolder, writeTiny } from './sampleSnapshot.js';

test('the snapshot that was named, or the only one, or a question', () =>
  withFolder(async (cwd) => {
    const many = { cwd, snapshot: null, snapshots: 'many' };
    await assert.rejects(chooseSnapshot(many), { code: 'SNAPSHOT_MISSING', exitCode: 13 });
    await mkdir(join(cwd, 'many', 'not-one'), { recursive: true });
    await writeTiny(join(cwd, 'many', 'b'));
    assert.equal(await chooseSnapshot(many), join(cwd, 'many', 'b'));
    await writeTiny(join(cwd, 'many', 'a'));
    await assert.rejects(chooseSnapshot(many), (error: { code: string; why: string }) => {
      assert.equal(error.code, 'USAGE');
      assert.equal(error.why, `${join(cwd, 'many', 'a')}, ${join(cwd, 'many', 'b')}`);
      return true;
    });
    assert.equal(await chooseSnapshot({ ...many, snapshot: 'many/a' }), join(cwd, 'many', 'a'));
  }));
