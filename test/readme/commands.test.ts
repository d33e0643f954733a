import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/^```\n(npm ci && .+)\n```$/gm)].map(([, command]) => command ?? '');

test('the README has two commands, and the continuous integration runs the one that tests', () => {
  assert.equal(commands.length, 2);
  assert.match(commands[0] ?? '', /recrown audit .* --fail-on never$/);
  assert.match(readFileSync(join(root, '.ci/run'), 'utf8'), new RegExp(`^${commands[1]}$`, 'm'));
});

test('in a clean clone the first command sets up, audits the demo and ends with 0', {
  skip: existsSync(join(root, '.git')) ? false : 'not a git checkout, so nothing can be cloned',
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'recrown-clone-'));
  try {
    const clone = join(folder, 'recrown');
    const cloned = spawnSync('git', ['clone', '-q', root, clone], { encoding: 'utf8' });
    assert.equal(cloned.status, 0, cloned.stderr);
    const run = spawnSync('bash', ['-c', commands[0] ?? ''], {
      cwd: clone,
      encoding: 'utf8',
      env: cleanEnv(),
    });
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /4 rounds: 2 consistent, 2 wrong crown \(1 conditional\)/);
    const status = spawnSync('git', ['status', '--porcelain', '--', 'snapshots', 'src'], {
      cwd: clone,
      encoding: 'utf8',
    });
    assert.equal(status.stdout, '', 'the command changes nothing that is committed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Without what a surrounding npm run puts there. */
const cleanEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|RECROWN_|INIT_CWD|NODE_TEST)/.test(name)),
  );
