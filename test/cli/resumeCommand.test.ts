import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { quotedCommand, resumeCommand } from '../../src/cli/resumeCommand.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { start } from '../tui/sample.js';
import { ROOT, recrown } from './process.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-resume-id-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the command names the snapshot, or the folder of snapshots, and quotes what a shell would take apart', () => {
  const options = { snapshot: null, snapshots: 'snapshots', replays: "my replays' folder" };
  assert.equal(
    resumeCommand('7c1f09', options),
    "recrown audit --resume 7c1f09 --snapshots snapshots --replays 'my replays'\\'' folder'",
  );
  assert.equal(
    resumeCommand('7c1f09', { snapshot: 'snapshots/demo', snapshots: 'x', replays: 'replays' }),
    'recrown audit --resume 7c1f09 --snapshot snapshots/demo --replays replays',
  );
  assert.equal(
    resumeCommand('7c1f09', { ...options, replays: 'replays' }, ['--provider', 'cuda']),
    'recrown audit --resume 7c1f09 --snapshots snapshots --replays replays --provider cuda',
  );
});

test('an interrupted audit of other inputs is not replaced by a new one', () => {
  createJournal(join(folder, 'sn24'), start({ id: 'abcdef' }), false).close();
  const demo = join(ROOT, 'snapshots/demo');
  const run = recrown(['--replays', folder, '--snapshot', demo, 'audit', '--resume', 'abcdef']);
  assert.equal(run.code, 64, run.stderr);
  assert.match(run.stderr, /abcdef was begun with other inputs/);
});

test('a command line shows no secret of an address', () => {
  const argv = [
    'fetch',
    '11650',
    '--endpoint',
    'wss://me:pw@a.example:443/?key=s3cret',
    '--hub=https://h.example/s3cret',
  ];
  assert.equal(
    quotedCommand(argv),
    "recrown fetch 11650 --endpoint 'wss://a.example/***' '--hub=https://h.example/***'",
  );
  assert.equal(
    quotedCommand(['chain', '1', '--endpoint', 'ws://127.0.0.1:99']),
    'recrown chain 1 --endpoint ws://127.0.0.1:99',
  );
});
