import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT, recrown } from './process.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const COMMANDS = [
  'audit',
  'fetch',
  'watch',
  'chain',
  'rounds',
  'prompts',
  'score',
  'decode',
  'conformance',
  'bisect',
  'show',
  'open',
  'crowns',
  'eras',
  'progress',
  'pairs',
  'index',
  'doctor',
  'config',
  'completion',
];

test('help names every command, and every command has help with an example', () => {
  const { code, stdout } = recrown(['--help']);
  assert.equal(code, 0);
  for (const command of COMMANDS) {
    assert.match(stdout, new RegExp(`^  ${command}\\b`, 'm'));
    const help = recrown([command, '--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, new RegExp(`\\$ recrown ${command}`));
  }
});

test('without a terminal and without arguments it prints help and exits with 64', () => {
  const { code, stdout, stderr } = recrown([]);
  assert.equal(code, 64);
  assert.equal(stdout, '');
  assert.match(stderr, /Usage: recrown/);
});

for (const [name, args, code, text] of [
  ['an unknown command', ['crown'], 64, /unknown command/],
  ['an unknown option', ['audit', '11643', '--loud'], 64, /unknown option/],
  ['a missing range', ['audit'], 64, /INVALID_RANGE.*a range is needed/],
  ['a range that is no range', ['audit', 'yesterday'], 64, /INVALID_RANGE.*neither a round/],
  ['a reversed range', ['audit', '11646..11643'], 64, /INVALID_RANGE.*reversed/],
  ['a round and a block', ['audit', '11646..8385120'], 64, /INVALID_RANGE.*two of one kind/],
  ['far too many rounds', ['audit', '1..999999'], 64, /INVALID_RANGE.*999999 rounds/],
  ['an unknown verdict class', ['audit', '11643', '--fail-on', 'all'], 64, /known are/],
  ['no address of a node', ['audit', '11643', '--endpoint', 'ftp://x'], 64, /ADDRESS_REFUSED.*endpoint/],
  [
    'a node that is not there',
    ['audit', '11643', '--endpoint', 'ws://127.0.0.1:1', '--cache', join(folder, 'cache')],
    75,
    /CHAIN_ENDPOINT_DOWN.*127\.0\.0\.1:1 cannot be reached/,
  ],
  ['no run to resume', ['audit', '--resume', 'ffffff'], 64, /no interrupted audit/],
  ['a snapshot that is not there', ['audit', '11643', '--snapshot', '/nowhere'], 13, /SNAPSHOT_MISSING/],
  ['the screen without a terminal', ['open'], 64, /NO_TERMINAL.*needs a terminal/],
  ['show of no range', ['show', 'yesterday'], 64, /cannot show this range/],
  [
    'an unknown provider',
    ['audit', '11643', '--provider', 'tpu'],
    64,
    /Allowed choices are cpu, cuda, webgpu/,
  ],
  ['a thread count of nothing', ['audit', '11643', '--threads', '0'], 64, /1 to 64/],
] as const)
  test(`${name}: exit ${code} and one clear error`, () => {
    const run = recrown(['--replays', folder, ...args]);
    assert.equal(run.code, code, run.stderr);
    assert.equal(run.stdout, '');
    assert.match(run.stderr.replaceAll('\n', ' '), text);
    assert.doesNotMatch(run.stderr, /\bat .*\.js:/, 'no stack trace for bad input');
  });

test('a round that nobody audited is named, with the command that would', () => {
  const run = recrown(['--replays', folder, 'show', '11643', '--json']);
  assert.equal(run.code, 69);
  assert.match(run.stderr, /recrown audit 11643/);
});

test('a closed pipe ends quietly', () => {
  const run = spawnSync(
    'bash',
    ['-c', `node bin/recrown.js --help | head -1; echo "code \${PIPESTATUS[0]}"`],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  assert.match(run.stdout, /code 0/);
  assert.equal(run.stderr, '');
});

test('a folder of replays that is a file gives an io error', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const run = recrown(['--replays', file, 'show', '11643']);
  assert.ok(run.code === 74 || run.code === 69, `code ${run.code}`);
  assert.doesNotMatch(run.stderr, /INTERNAL/);
});
