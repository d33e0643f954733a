import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { plantedIn } from '../replay/planted.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/^```\n(npm ci && .+)\n```$/gm)].map(([, command]) => command ?? '');
const { rounds } = plantedIn(join(root, 'snapshots/demo'));
const range = `${rounds[0]?.roundId}..${rounds.at(-1)?.roundId}`;
const recycled = rounds.find(({ cause }) => cause === 'rules');

test('the README has two commands, and the continuous integration runs the one that tests', () => {
  assert.equal(commands.length, 2);
  assert.equal(commands[0]?.split(' audit ')[1], `${range} --snapshot snapshots/demo --fail-on never`);
  assert.match(readFileSync(join(root, '.ci/run'), 'utf8'), new RegExp(`^${commands[1]}$`, 'm'));
});

// `npm ci` itself is what .ci/run begins with: here its packages are held against the lock of the clone, and what it runs
// at its end is run. The whole range is audited in test/replay/demo.test.ts: here it is a round whose crown is wrong.
test('in a clean clone, with what npm ci installs, the first command builds, audits a round of the demo and ends with 0', {
  skip: existsSync(join(root, '.git')) ? false : 'not a git checkout, so nothing can be cloned',
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'recrown-clone-'));
  try {
    const clone = join(folder, 'recrown');
    const cloned = spawnSync('git', ['clone', '-q', root, clone], { encoding: 'utf8' });
    assert.equal(cloned.status, 0, cloned.stderr);
    assertInstalled(clone);
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    const command = (commands[0] ?? '')
      .replace('npm ci', 'npm run prepare')
      .replace(range, String(recycled?.roundId));
    const run = spawnSync('bash', ['-c', command], { cwd: clone, encoding: 'utf8', env: cleanEnv() });
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^1 round: 1 wrong crown$/m);
    const status = spawnSync('git', ['status', '--porcelain', '--', 'snapshots', 'src'], {
      cwd: clone,
      encoding: 'utf8',
    });
    assert.equal(status.stdout, '', 'the command changes nothing that is committed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Every package that is installed here is the one that the lock file of the clone names. */
function assertInstalled(clone: string): void {
  type Lock = { packages: Record<string, { integrity?: string }> };
  const read = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as Lock).packages;
  const locked = read(join(clone, 'package-lock.json'));
  const installed = Object.entries(read(join(root, 'node_modules/.package-lock.json')));
  assert.ok(installed.length > 100);
  for (const [path, { integrity }] of installed) assert.equal(integrity, locked[path]?.integrity, path);
}

/** Without what a surrounding npm run puts there. */
const cleanEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|RECROWN_|INIT_CWD|NODE_TEST)/.test(name)),
  );
