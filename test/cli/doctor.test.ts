import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CommandContext } from '../../src/cli/context.js';
import { ok, probed } from '../../src/cli/doctor/check.js';
import { folderChecks } from '../../src/cli/doctor/folderChecks.js';
import { nodeCheck } from '../../src/cli/doctor/machineChecks.js';
import { nativeChecks } from '../../src/cli/doctor/nativeChecks.js';
import { sandboxCheck } from '../../src/cli/doctor/sandboxCheck.js';
import { terminalCheck } from '../../src/cli/doctor/terminalCheck.js';
import { UsageError } from '../../src/errors/input.js';
import { recrown } from './process.js';
import { recordingContext } from './recordingContext.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-doctor-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('a probe', () => {
  it('that gives no answer is a warning and is not waited for', async () => {
    const [check] = await probed('slow', 5, () => new Promise(() => {}));
    assert.equal(check?.state, 'warning');
    assert.match(check?.detail ?? '', /no answer within 0\.005 s/);
    const quick = await probed('quick', 60_000, () => [ok('quick', 'yes')]);
    assert.deepEqual(quick, [{ name: 'quick', state: 'ok', detail: 'yes', remedy: null, code: 0 }]);
  });

  it('that meets a known error has failed with its remedy; a fault of recrown is not hidden', async () => {
    const error = new UsageError({ what: 'bad', why: 'because', remedy: 'mend' });
    const [check] = await probed('one', 60_000, () => Promise.reject(error));
    assert.deepEqual(check, {
      name: 'one',
      state: 'failed',
      detail: 'bad: because',
      remedy: 'mend',
      code: 64,
    });
    await assert.rejects(
      probed('two', 60_000, () => {
        throw new TypeError('ours');
      }),
      /ours/,
    );
  });
});

describe('the machine', () => {
  it('has a version of node that is new enough, or not', () => {
    assert.equal(nodeCheck('v20.19.0').state, 'ok');
    assert.equal(nodeCheck('v24.1.0').state, 'ok');
    for (const version of ['v20.18.3', 'v18.20.0'])
      assert.deepEqual([nodeCheck(version).state, nodeCheck(version).code], ['failed', 78]);
  });

  it('loads native packages, or says which one is missing, throws or crashes', async () => {
    const module = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return pathToFileURL(join(folder, name)).href;
    };
    const checks = await nativeChecks([
      [module('fine.mjs', ''), 'nothing'],
      ['recrown-has-no-such-package', 'a'],
      [module('throws.mjs', "throw new Error('wrong ELF class')"), 'b'],
      [module('crashes.mjs', "process.kill(process.pid, 'SIGSEGV')"), 'c'],
    ]);
    assert.deepEqual(
      checks.map(({ state, code }) => [state, code]),
      [
        ['ok', 0],
        ['failed', 69],
        ['failed', 69],
        ['failed', 69],
      ],
    );
    assert.match(checks[1]?.detail ?? '', /it is not installed; a/);
    assert.match(checks[2]?.detail ?? '', /wrong ELF class; b/);
    assert.match(checks[3]?.detail ?? '', /ended with SIGSEGV; c/);
  });

  it('has no sandbox where nothing is installed, which is a warning with a remedy', async () => {
    const check = await sandboxCheck(folder);
    assert.equal(check.state, 'warning');
    assert.match(check.detail, /bwrap/);
    assert.match(check.remedy ?? '', /install bubblewrap/);
  });
});

describe('a folder', () => {
  it('is there, is yet to be made, or is none', async () => {
    const states = async (path: string) =>
      (await folderChecks('replays', path, '--replays')).map(({ state }) => state);
    assert.deepEqual(await states(folder), ['ok', 'ok']);
    const [made] = await folderChecks('replays', join(folder, 'a', 'b'), '--replays');
    assert.match(made?.detail ?? '', /not made yet$/);
    writeFileSync(join(folder, 'file'), '');
    const [none] = await folderChecks('replays', join(folder, 'file'), '--replays');
    assert.deepEqual([none?.state, none?.code], ['failed', 74]);
    assert.match(none?.detail ?? '', /ENOTDIR/);
    assert.match(none?.remedy ?? '', /--replays/);
  });
});

describe('a terminal', () => {
  const check = (change: Partial<CommandContext>) =>
    terminalCheck({
      ...recordingContext(folder, false),
      ...{
        stdoutIsTTY: true,
        stdinIsTTY: true,
        columns: 100,
        rows: 30,
        env: { TERM: 'xterm', LANG: 'C.UTF-8' },
      },
      ...change,
    });

  it('is told with its size, marks, surroundings and way of copying', async () => {
    assert.equal(
      (await check({})).detail,
      '100 x 30 (xterm); no colours; Unicode marks; copies through the terminal (OSC 52)',
    );
    const inside = { TERM: 'screen', LANG: 'C', TMUX: '/tmp/t,1,0', SSH_CONNECTION: 'a b' };
    const { state, detail } = await check({ env: inside });
    assert.equal(state, 'ok');
    assert.match(detail, /ASCII marks; in tmux, ssh; copies through tmux, where set-clipboard is on/);
  });

  it('is a warning where the full-screen view would not work, and fine where there is none', async () => {
    assert.equal((await check({ rows: 19 })).state, 'warning');
    assert.equal((await check({ env: { TERM: 'dumb' } })).state, 'warning');
    assert.equal((await check({ stdinIsTTY: false })).state, 'ok');
  });
});

it('recrown doctor tells a bad configuration beside everything else, and ends with its code', () => {
  const place = join(folder, 'place');
  mkdirSync(join(place, '.git'), { recursive: true });
  mkdirSync(join(place, 'snapshots', 'bad'), { recursive: true });
  writeFileSync(join(place, 'snapshots', 'bad', 'snapshot.json'), '{');
  writeFileSync(join(place, 'recrown.toml'), 'token = "hush"\n');
  const run = recrown(['doctor', '--json', '--provider', 'cpu'], { PATH: folder }, place);
  assert.equal(run.code, 78, run.stderr);
  assert.doesNotMatch(run.stdout + run.stderr, /hush/);
  interface Shown {
    readonly name: string;
    readonly ok: boolean;
    readonly state: string;
    readonly remedy: string | null;
  }
  const { checks } = JSON.parse(run.stdout) as { checks: Shown[] };
  const one = (name: string) => checks.find((check) => check.name === name);
  for (const name of [
    'engine',
    'node',
    'native onnxruntime-node',
    'native @duckdb/node-api',
    'folder of replays',
  ])
    assert.deepEqual([one(name)?.ok, one(name)?.state], [true, 'ok'], name);
  assert.deepEqual([one('configuration')?.ok, one('configuration')?.state], [false, 'failed']);
  assert.equal(one('snapshot snapshots/bad')?.state, 'failed');
  assert.deepEqual([one('sandbox')?.ok, one('sandbox')?.state], [true, 'warning']);
  for (const { state, remedy } of checks) assert.equal(remedy === null, state === 'ok');
});
