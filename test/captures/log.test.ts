import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CaptureLog } from '../../src/artifacts/captures/captureLog.js';
import { readCaptureLog } from '../../src/artifacts/captures/readCaptureLog.js';
import { readCaptures } from '../../src/artifacts/captures/readCaptures.js';
import { hotkeyOf } from '../../src/chain/codec/accounts.js';
import { withFolder } from '../artifacts/sampleSnapshot.js';
import { startLoopbackValidator } from '../support/loopbackValidator/startLoopbackValidator.js';
import { logPath, once, VALIDATOR } from './setting.js';

const START = { validator: VALIDATOR, api: 'https://validator.example' };
const open = (dir: string) => CaptureLog.open(dir, START, () => 0);

if (process.env.RECROWN_CAPTURE_CHILD === undefined) defineTests();
else await writeForever(process.env.RECROWN_CAPTURE_CHILD);

/** Files text after text, until it is killed. */
async function writeForever(dir: string): Promise<void> {
  const log = await open(dir);
  for (let at = log.lines.length; ; at += 1) {
    const bytes = Buffer.alloc(300_000, `${at} ${process.pid} `);
    const ref = await log.addObject(bytes);
    log.append({
      kind: 'capture',
      path: '/api/eval-data',
      status: 200,
      name: 'eval_data.json',
      ...ref,
      raw: [],
      roundId: at,
      seedBlock: at * 720,
    });
    if (at % 5 === 0) process.stdout.write('.');
  }
}

/** Starts a writer and kills it in the middle. */
function killWriter(dir: string): Promise<void> {
  const env = { ...process.env, RECROWN_CAPTURE_CHILD: dir };
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), Math.random() * 20));
  return new Promise((done) => child.once('close', () => done()));
}

/** A folder with the captures of two rounds. */
const withCaptures = (work: (folder: string) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator();
    try {
      validator.state.playRound();
      validator.state.playRound();
      await once(folder, validator.api);
    } finally {
      await validator.down();
    }
    await work(folder);
  });

function defineTests(): void {
  test('a writer that is killed at any moment leaves whole lines with their bytes, and the next one goes on', () =>
    withFolder(async (folder) => {
      let before = 0;
      for (let round = 0; round < 4; round += 1) {
        await killWriter(folder);
        const history = await readCaptureLog(join(folder, 'captures.jsonl'));
        assert.ok(history !== null && history.lines.length > before);
        before = history.lines.length;
        const files = await readCaptures(folder);
        assert.equal(files.length, history.lines.length - 1);
      }
      const log = await open(folder);
      log.close();
      assert.ok(readdirSync(join(folder, 'objects')).every((name) => !name.endsWith('.part')));
      assert.equal(log.lines.length, before);
    }));

  test('a line that was cut anywhere is dropped and told, and its file is captured again', () =>
    withCaptures(async (folder) => {
      const path = logPath(folder);
      const bytes = readFileSync(path);
      const start = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
      const count = bytes.toString().split('\n').length - 1;
      for (let size = start + 1; size < bytes.length; size += 17) {
        writeFileSync(path, bytes);
        truncateSync(path, size);
        assert.ok((await readCaptures(join(folder, 'c'))).length > 0);
        const log = await open(dirname(path));
        log.close();
        assert.equal(log.torn, size - start);
        // The address is another one than before: it is noted.
        assert.equal(log.lines.length, count);
        assert.equal((await readCaptureLog(path))?.torn, 0);
      }
    }));

  test('a changed byte of the log, a line less, or one twice, is damage', () =>
    withCaptures(async (folder) => {
      const path = logPath(folder);
      const bytes = readFileSync(path);
      const lines = bytes.toString().split('\n').slice(0, -1);
      const spoilt = [
        lines.filter((_, at) => at !== 2),
        lines.flatMap((line, at) => (at === 2 ? [line, line] : [line])),
        [lines[1] as string, lines[0] as string, ...lines.slice(2)],
        lines.map((line, at) => (at === 1 ? line.replace('{', '{ ') : line)),
        lines.map((line, at) => (at === 1 ? line.replace('"n":1', '"n":1,"x":1') : line)),
        lines.slice(1),
        [...lines.slice(0, 2), '', ...lines.slice(2)],
      ].map((some) => Buffer.from(`${some.join('\n')}\n`));
      for (let at = 0; at < bytes.length - 400; at += 23) {
        const one = Buffer.from(bytes);
        one[at] = (one[at] ?? 0) ^ 1;
        spoilt.push(one);
      }
      for (const one of spoilt) {
        writeFileSync(path, one);
        await assert.rejects(readCaptureLog(path), { code: 'DAMAGED', exitCode: 13 });
        await assert.rejects(open(dirname(path)), { code: 'DAMAGED' });
        assert.deepEqual(readFileSync(path), one);
      }
    }));

  test('an object that is gone, changed or another kind of file is damage', () =>
    withCaptures(async (folder) => {
      const objects = join(dirname(logPath(folder)), 'objects');
      const [file] = await readCaptures(join(folder, 'c'));
      const path = file?.path ?? '';
      const bytes = readFileSync(path);
      const refused = () =>
        assert.rejects(readCaptures(join(folder, 'c')), { code: 'DAMAGED', exitCode: 13 });
      writeFileSync(path, Buffer.concat([bytes, Buffer.from(' ')]));
      await refused();
      writeFileSync(path, Buffer.alloc(bytes.length));
      await refused();
      const log = await open(dirname(objects));
      await assert.rejects(log.addObject(bytes), { code: 'DAMAGED' });
      log.close();
      rmSync(path);
      await refused();
      writeFileSync(join(folder, 'elsewhere'), bytes);
      symlinkSync(join(folder, 'elsewhere'), path);
      await refused();
    }));

  test('a folder that leads elsewhere is not written to', () =>
    withFolder(async (folder) => {
      const [dir, outside] = [join(folder, 'c'), join(folder, 'outside')];
      mkdirSync(dir);
      mkdirSync(outside);
      symlinkSync(outside, join(dir, 'objects'));
      await assert.rejects(open(dir), { code: 'DAMAGED' });
      rmSync(join(dir, 'objects'));
      writeFileSync(join(outside, 'log'), '');
      symlinkSync(join(outside, 'log'), join(dir, 'captures.jsonl'));
      await assert.rejects(open(dir), { code: 'DAMAGED' });
      assert.deepEqual(readdirSync(outside), ['log']);
      assert.equal(readFileSync(join(outside, 'log'), 'utf8'), '');
    }));

  test('captures of another validator are not gone on with; a folder without captures has none', () =>
    withCaptures(async (folder) => {
      const other = hotkeyOf(Buffer.alloc(32, 9));
      await assert.rejects(
        CaptureLog.open(dirname(logPath(folder)), { validator: other, api: '' }, () => 0),
        { code: 'USAGE' },
      );
      mkdirSync(join(folder, 'empty'));
      assert.deepEqual(await readCaptures(join(folder, 'empty')), []);
      await assert.rejects(readCaptures(join(folder, 'none')), { code: 'IO' });
      renameSync(dirname(logPath(folder)), join(folder, 'c', 'renamed'));
      const files = await readCaptures(join(folder, 'c'));
      assert.ok(files.length > 0 && files.every((one) => one.validatorHotkey === VALIDATOR));
    }));

  test('a clock that goes back never dates a line before the one it follows', () =>
    withFolder(async (folder) => {
      let now = 2_000_000;
      const log = await CaptureLog.open(folder, START, () => now);
      now = 1_000_000;
      log.append({ kind: 'unresolved', repo: 'a/b', revision: 'a'.repeat(40), state: 'gone', why: '' });
      log.close();
      assert.equal(log.lines[0]?.at, log.lines[1]?.at);
      assert.equal((await readCaptureLog(join(folder, 'captures.jsonl')))?.lines.length, 2);
    }));
}
