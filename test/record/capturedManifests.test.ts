import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CaptureLog } from '../../src/artifacts/captures/captureLog.js';
import { manifestText } from '../../src/artifacts/hub/parseManifest.js';
import { capturedManifests } from '../../src/replay/record/capturedManifests.js';
import { HOTKEY, REVISION, withFolder } from '../artifacts/sampleSnapshot.js';

const REPO = 'org/model';
const MANIFEST = {
  repo: REPO,
  revision: REVISION,
  private: false,
  disabled: false,
  gated: false,
  safetensorsTotal: null,
  files: [{ path: 'config.json', size: 2, sha256: 'b'.repeat(64), held: false }],
};

async function capture(dir: string, text: string): Promise<void> {
  const log = await CaptureLog.open(dir, { validator: HOTKEY, api: 'http://127.0.0.1' }, () => 0);
  const ref = await log.addObject(Buffer.from(text));
  log.append({ kind: 'manifest', repo: REPO, revision: REVISION, ...ref });
  log.close();
}

test('a captured manifest is read as strictly as one of a snapshot', () =>
  withFolder(async (folder) => {
    await capture(folder, manifestText(MANIFEST));
    const found = await capturedManifests([folder]);
    assert.deepEqual([...found], [[`${REPO}@${REVISION}`, MANIFEST]]);
  }));

test('an object that is no manifest of its revision is damage, with its path', async (t) => {
  for (const [name, text] of [
    ['no JSON', '{'],
    ['another form', '{"repo":"org/model"}\n'],
    ['another repository', manifestText({ ...MANIFEST, repo: 'org/other' })],
    ['a size that is none', manifestText(MANIFEST).replace('"size":2', '"size":-2')],
  ] as const)
    await t.test(name, () =>
      withFolder(async (folder) => {
        await capture(folder, text);
        const damage = { code: 'DAMAGED', message: new RegExp(join(folder, 'objects')) };
        await assert.rejects(capturedManifests([folder]), damage);
      }),
    );
});
