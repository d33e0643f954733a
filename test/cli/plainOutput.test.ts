import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as pty from '@lydell/node-pty';
import { globalOptions } from '../../src/cli/globalOptions.js';
import { StatusLine } from '../../src/cli/statusLine.js';
import { ROOT, recrown } from './process.js';
import { recordingContext } from './recordingContext.js';

type Env = Readonly<Record<string, string>>;

describe('what the environment says of the terminal', () => {
  const options = (env: Env, values: object = {}, stdoutIsTTY = true, colorSource = 'default') =>
    globalOptions({ color: 'auto', ...values }, env, { stdoutIsTTY, colorSource });

  it('colour: flag, variable, NO_COLOR, FORCE_COLOR, file, terminal', () => {
    const color = (env: Env, said?: string, source?: string, isTTY = true) =>
      options(env, said === undefined ? {} : { color: said }, isTTY, source).color;
    assert.equal(color({}), true);
    assert.equal(color({}, undefined, undefined, false), false);
    assert.equal(color({ NO_COLOR: '1' }), false);
    assert.equal(color({ NO_COLOR: '' }), true, 'an empty NO_COLOR says nothing');
    assert.equal(color({ FORCE_COLOR: '1' }, undefined, undefined, false), true);
    assert.equal(color({ FORCE_COLOR: '0' }), false);
    assert.equal(color({ NO_COLOR: '1', FORCE_COLOR: '1' }), false);
    assert.equal(color({ NO_COLOR: '1' }, 'always', 'cli'), true);
    assert.equal(color({ NO_COLOR: '1' }, 'always', 'env'), true);
    assert.equal(color({ NO_COLOR: '1' }, 'always', 'config'), false);
    assert.equal(color({ FORCE_COLOR: '1' }, 'never', 'config', false), true);
    assert.equal(color({}, 'never', 'config'), false);
    assert.equal(color({ TERM: 'dumb' }), false);
  });

  it('marks and progress: a dumb terminal, CI, a screen reader', () => {
    const shape = (env: Env, values?: object) => {
      const { ascii, log } = options(env, values);
      return { ascii, log };
    };
    assert.deepEqual(shape({}), { ascii: false, log: false });
    assert.deepEqual(shape({ TERM: 'dumb' }), { ascii: true, log: true });
    for (const env of [{ CI: '1' }, { CI: 'true' }, { ACCESSIBLE: '1' }] as Env[])
      assert.deepEqual(shape(env), { ascii: false, log: true });
    assert.deepEqual(shape({ CI: 'false', ACCESSIBLE: '0' }), { ascii: false, log: false });
    assert.deepEqual(shape({}, { display: 'log', ascii: true }), { ascii: true, log: true });
  });

  it('a log only grows: no line of it is rewritten', () => {
    const context = recordingContext(ROOT, false);
    const line = new StatusLine(context);
    for (let done = 0; done <= 20; done += 1) line.show(`${done} of 20`, { done, total: 20 });
    line.clear();
    assert.doesNotMatch(context.stderr, /(?!\n)\p{Cc}/u);
    assert.equal(context.stderr.split('\n').length - 1, 11, 'one line for each tenth');
  });
});

const PLACE = ['--snapshot', 'snapshots/demo', '--replays', 'replays'];
const ROUNDS = [...PLACE, 'rounds', '11643..11646'];

describe('plain output', () => {
  const plain = recrown(ROUNDS);

  it('is the same whatever the terminal is said to be', () => {
    assert.equal(plain.code, 0, plain.stderr);
    for (const env of [
      { TERM: 'dumb', CI: '1' },
      { NO_COLOR: '1' },
      { FORCE_COLOR: '3', ACCESSIBLE: '1' },
    ] as Env[]) {
      const run = recrown(ROUNDS, env);
      assert.deepEqual([run.code, run.stdout, run.stderr], [0, plain.stdout, '']);
    }
  });

  for (const env of [
    { TERM: 'xterm-256color', FORCE_COLOR: '1' },
    { TERM: 'dumb', CI: '1' },
  ] as Env[])
    it(`has the same bytes on a terminal, without escape codes (TERM=${env.TERM})`, async () => {
      const child = pty.spawn(process.execPath, [join(ROOT, 'bin/recrown.js'), ...ROUNDS], {
        ...{ cwd: ROOT, cols: 80, rows: 24 },
        env: { ...process.env, ...env } as Record<string, string>,
      });
      let text = '';
      child.onData((data) => {
        text += data;
      });
      const code = await new Promise<number>((resolve) => child.onExit((exit) => resolve(exit.exitCode)));
      assert.equal(code, 0);
      assert.equal(text.replaceAll('\r\n', '\n'), plain.stdout);
    });

  it('has ASCII marks alone where they are asked for', () => {
    for (const args of [
      ['items', '--seed', '8383680'],
      ['--replays', 'replays', 'show', '11645'],
    ]) {
      const asked = recrown([...args, '--ascii']);
      const dumb = recrown(args, { TERM: 'dumb' });
      assert.equal(asked.code, 0, asked.stderr);
      assert.doesNotMatch(asked.stdout, /[^\n -~]/);
      assert.equal(dumb.stdout, asked.stdout);
    }
  });

  it('ends quietly with 0 when its reader goes, and does without standard input', () => {
    for (const args of ['--snapshot snapshots/demo chain 8383680 --json', 'completion bash', 'config show']) {
      const run = spawnSync(
        'bash',
        ['-c', `node bin/recrown.js ${args} <&- | head -c 1; echo " code \${PIPESTATUS[0]}"`],
        { cwd: ROOT, encoding: 'utf8' },
      );
      assert.match(run.stdout, /^. code 0\n$/, args);
      assert.equal(run.stderr, '', args);
    }
  });
});
