import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCaptures } from '../../src/artifacts/captures/readCaptures.js';
import { watch } from '../../src/cli/commands/watch.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import { IoError } from '../../src/errors/store.js';
import { recordingContext } from '../cli/recordingContext.js';
import {
  clockAt,
  FIRST,
  linesOf,
  logPath,
  objectsOf,
  once,
  settingOf,
  VALIDATOR,
  withValidator,
} from './setting.js';

test('one pass keeps every file under its round; an unchanged second one writes nothing', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    validator.state.playRound();
    const first = await once(folder, validator.api);
    assert.deepEqual(first.refused, []);
    assert.deepEqual(
      first.captured.map((one) => [one.name, one.roundId]),
      [
        ['h2h_latest.json', FIRST + 1],
        ['eval_data.json', FIRST + 1],
        ['h2h_history.json', FIRST],
        ['h2h_history.json', FIRST + 1],
        ['last_eval.json', FIRST + 1],
        ['disqualified.json', FIRST + 2],
        ['evaluated_uids.json', FIRST + 2],
        ['commitments.json', null],
      ],
    );
    for (const one of first.captured) {
      const bytes = readFileSync(join(folder, 'c', VALIDATOR, 'objects', one.sha256));
      assert.deepEqual([sha256Hex(bytes), bytes.length], [one.sha256, one.size]);
    }
    const [lines, objects] = [readFileSync(logPath(folder)), objectsOf(folder)];
    const second = await once(folder, validator.api);
    assert.ok(second.captured.length > 0 && second.captured.every((one) => !one.new));
    assert.deepEqual(readFileSync(logPath(folder)), lines);
    assert.deepEqual(objectsOf(folder), objects);
    assert.deepEqual(readdirSync(folder), ['c']);
    assert.deepEqual(readdirSync(join(folder, 'c', VALIDATOR)).sort(), ['captures.jsonl', 'objects']);
  }));

test('the next round adds its own lines; bytes that did not change are one object under two rounds', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    await once(folder, validator.api);
    const before = linesOf(folder);
    validator.state.publishText();
    const running = await once(folder, validator.api);
    assert.deepEqual(
      running.captured.filter((one) => one.new).map((one) => [one.name, one.roundId]),
      [['eval_data.json', FIRST + 1]],
    );
    validator.state.decide();
    validator.state.evaluated.pop();
    await once(folder, validator.api);
    const after = linesOf(folder);
    assert.deepEqual(after.slice(0, before.length), before);
    const files = await readCaptures(join(folder, 'c'));
    const places = (name: string) => files.filter((one) => one.name === name).map((one) => one.roundId);
    assert.deepEqual(places('h2h_latest.json'), [FIRST, FIRST + 1]);
    assert.deepEqual(places('last_eval.json'), [FIRST, FIRST + 1]);
    assert.deepEqual(places('evaluated_uids.json'), [FIRST + 1, FIRST + 2]);
    const uids = files.filter((one) => one.name === 'evaluated_uids.json');
    assert.equal(uids[0]?.sha256, uids[1]?.sha256);
    assert.ok(files.every((one) => one.validatorHotkey === VALIDATOR && existsSync(one.path)));
  }));

test('texts of the teacher outlive the ten rounds for which they are served', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.textForm = 'list';
    for (let round = 0; round < 14; round += 1) {
      state.playRound();
      if (round >= 9) await once(folder, validator.api);
    }
    state.textForm = 'newest';
    state.playRound();
    await once(folder, validator.api);
    assert.equal(state.texts.size, 10);
    const files = await readCaptures(join(folder, 'c', VALIDATOR));
    const texts = files.filter((one) => one.name === 'eval_data.json');
    assert.deepEqual(
      texts.map((one) => one.roundId),
      Array.from({ length: 15 }, (_, at) => FIRST + at),
    );
    const paths = linesOf(folder).flatMap((line) =>
      line.kind === 'capture' && line.name === 'eval_data.json' ? [[line.path, line.raw.length]] : [],
    );
    assert.deepEqual(paths, [...Array(14).fill(['/api/eval-data', 1]), ['/api/eval-data', 0]]);
  }));

test('a second text of one round is a capture of its own, and stays one when the first comes back', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.playRound();
    state.publishText();
    await once(folder, validator.api);
    state.publishText(undefined, 'b');
    await once(folder, validator.api);
    state.texts.clear();
    state.publishText();
    const { captured } = await once(folder, validator.api);
    assert.deepEqual(
      captured.filter((one) => one.name === 'eval_data.json').map((one) => one.new),
      [false],
    );
    const texts = (await readCaptures(join(folder, 'c'))).filter((one) => one.name === 'eval_data.json');
    assert.deepEqual(texts.map((one) => one.roundId), [FIRST + 1, FIRST + 1]); // biome-ignore format: one row
  }));

test('the history is read over its pages and stored oldest first, with its pages beside it', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.playRound();
    const [only] = state.history;
    for (let at = 119; at >= 1; at -= 1)
      state.history.splice(119 - at, 0, { ...only, block: (FIRST - at) * 720 });
    const { captured } = await once(folder, validator.api);
    const pages = validator.requests.filter((path) => path.startsWith('/api/round-history'));
    assert.deepEqual(
      pages,
      ['', '&page=2', '&page=3'].map((page) => `/api/round-history?limit=50${page}`),
    );
    const [line] = linesOf(folder).filter((one) => one.kind === 'capture' && one.name === 'h2h_history.json');
    assert.ok(line?.kind === 'capture' && line.raw.length === 3);
    const read = (sha256: string) =>
      JSON.parse(readFileSync(join(folder, 'c', VALIDATOR, 'objects', sha256), 'utf8'));
    assert.deepEqual(read(line.sha256), JSON.parse(JSON.stringify(state.history)));
    assert.deepEqual(line.raw.map((one) => read(one.sha256).page), [1, 2, 3]); // biome-ignore format: one row
    assert.equal(captured.filter((one) => one.name === 'h2h_history.json').length, 120);
  }));

test('pages that move while they are read are read again, and refused when they do not rest', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.playRound();
    const [only] = state.history;
    const grow = () => state.history.unshift({ ...only, block: 720 });
    for (let at = 0; at < 60; at += 1) grow();
    let moves = 1;
    validator.before = (path) => {
      if (path.endsWith('page=2') && moves-- > 0) grow();
    };
    assert.deepEqual((await once(folder, validator.api)).refused, []);
    moves = 100;
    state.playRound();
    grow();
    state.history.splice(0, 0, ...state.history.slice(0, 20));
    const { refused } = await once(folder, validator.api);
    assert.deepEqual(refused, [{ name: 'h2h_history.json', why: 'moving: the pages do not fit together' }]);
  }));

test('tables that are read while a round is decided are read again and filed after it', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    let moves = 1;
    validator.before = (path) => {
      if (path === '/api/evaluated_uids' && moves-- > 0) validator.state.playRound();
    };
    const { captured, refused } = await once(folder, validator.api);
    assert.deepEqual(refused, []);
    const tables = captured.filter((one) => /^(evaluated|disqualified)/.test(one.name));
    assert.deepEqual(tables.map((one) => one.roundId), [FIRST + 2, FIRST + 2]); // biome-ignore format: one row
  }));

test('a preliminary record does not move the tables to the next round', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    validator.state.decide(181, { _preliminary: true });
    const { captured } = await once(folder, validator.api);
    const uids = captured.find((one) => one.name === 'evaluated_uids.json');
    assert.equal(uids?.roundId, FIRST + 1);
  }));

test('one request at a time, with a rest between two; what is offered with a mark is asked for by it', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    validator.useEtags = true;
    state.playRound();
    const clock = clockAt();
    const ending = new AbortController();
    let passes = 0;
    clock.onWait = (ms) => {
      if (ms >= 30_000 && ++passes === 2) ending.abort('SIGTERM');
    };
    const context = recordingContext(folder, false, ending.signal);
    const options = { api: validator.api, validator: VALIDATOR, out: 'c' };
    await assert.rejects(watch(context, options, settingOf(clock)), { code: 'INTERRUPTED', exitCode: 143 });
    assert.equal(validator.widest(), 1);
    assert.equal(clock.waits.filter((ms) => ms === 7).length, validator.requests.length - 1);
    assert.deepEqual(clock.waits.filter((ms) => ms !== 7), [300_000, 300_000]); // biome-ignore format: one row
    assert.deepEqual([...new Set(validator.unchanged)].sort(), [
      '/api/commitments',
      '/api/eval-data',
      '/api/evaluated_uids',
      '/api/latest-round',
      '/api/scores',
    ]);
    assert.equal(linesOf(folder).length, 8);
  }));

test('an outage is told once, waits grow, and the watch goes on where it stood', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    const clock = clockAt();
    const ending = new AbortController();
    const long: number[] = [];
    clock.onWait = async (ms) => {
      if (ms < 30_000) return;
      long.push(ms);
      if (long.length === 1) await validator.down();
      if (long.length === 4) {
        await validator.up();
        validator.state.playRound();
      }
      if (long.length === 5) ending.abort('SIGINT');
    };
    const context = recordingContext(folder, false, ending.signal);
    const options = { api: validator.api, validator: VALIDATOR, out: 'c', every: 60 };
    await assert.rejects(watch(context, options, settingOf(clock)), { code: 'INTERRUPTED', exitCode: 130 });
    assert.deepEqual(long, [60_000, 60_000, 120_000, 240_000, 60_000]);
    assert.equal(context.stderr.match(/not reached/g)?.length, 1);
    assert.equal(context.stderr.match(/reached again/g)?.length, 1);
    assert.match(context.stderr, new RegExp(`round ${FIRST + 1}: .*eval_data.json`));
    const latest = (await readCaptures(join(folder, 'c'))).filter((one) => one.name === 'h2h_latest.json');
    assert.deepEqual(latest.map((one) => one.roundId), [FIRST, FIRST + 1]); // biome-ignore format: one row
  }));

test('a wait that the server asks for is kept', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    validator.fail('/api/scores', { kind: 'status', status: 429, retryAfter: '17' }, 1);
    const clock = clockAt();
    assert.deepEqual((await once(folder, validator.api, clock)).refused, []);
    assert.ok(clock.waits.includes(17_000));
    validator.fail('/api/scores', { kind: 'status', status: 429, retryAfter: '900' });
    await assert.rejects(once(folder, validator.api), { code: 'RETRY_LATER', exitCode: 75 });
  }));

test('an interrupt in the middle of an answer ends at once, with what was taken before', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    validator.fail('/api/scores', { kind: 'silent' });
    const ending = new AbortController();
    validator.before = (path) => {
      if (path === '/api/scores') setTimeout(() => ending.abort('SIGINT'), 5);
    };
    const context = recordingContext(folder, true, ending.signal);
    const options = { api: validator.api, validator: VALIDATOR, out: 'c', once: true };
    await assert.rejects(
      watch(context, options, settingOf(clockAt(), { timeoutMs: 60_000, totalMs: 60_000 })),
      {
        exitCode: 130,
      },
    );
    assert.equal(context.stdout, '');
    assert.deepEqual(
      (await readCaptures(join(folder, 'c'))).map((one) => one.name),
      ['h2h_latest.json', 'eval_data.json', 'h2h_history.json'],
    );
  }));

test('bad options are refused before anything is asked or written', () =>
  withValidator(async (folder, validator) => {
    const { api } = validator;
    const good = { api, validator: VALIDATOR, out: 'c', once: true };
    const cases = [
      { ...good, validator: '../../x' },
      { ...good, validator: `${VALIDATOR.slice(0, -1)}1` },
      { ...good, every: 29 },
      { ...good, every: 1.5 },
      { ...good, maxBytes: 0 },
      { ...good, maxBytes: 1.5 },
      { ...good, maxBytes: Number.NaN },
      { ...good, once: false },
      { ...good, api: `${api}/?key=SECRET` },
      { ...good, api: api.replace('http://', 'http://user:SECRET@') },
      { ...good, api: 'http://validator.example' },
      { ...good, api: 'https://169.254.169.254@x/' },
      { ...good, api: 'file:///etc/passwd' },
      { ...good, api: 'not a url' },
    ];
    for (const options of cases)
      await assert.rejects(
        watch(recordingContext(folder, true), options, settingOf(clockAt())),
        (error: { exitCode: number; message: string; why?: string; remedy: string }) => {
          assert.equal(error.exitCode, 64, JSON.stringify(options));
          assert.ok(!`${error.message} ${error.why} ${error.remedy}`.includes('SECRET'));
          return true;
        },
      );
    assert.deepEqual([validator.requests, readdirSync(folder)], [[], []]);
  }));

test('two watches do not share a folder', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    let inner: unknown = null;
    const clock = clockAt();
    clock.onWait = async () => {
      inner ??= await once(folder, validator.api).catch((error: unknown) => error);
    };
    await once(folder, validator.api, clock);
    assert.equal((inner as { code: string }).code, 'STORE_LOCKED');
    await once(folder, validator.api);
  }));

test('a folder that is full ends the watch; what it holds stays whole, and more room lets it go on', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    const run = (maxBytes?: number) =>
      watch(
        recordingContext(folder, true),
        { api: validator.api, validator: VALIDATOR, out: 'c', once: true, maxBytes },
        settingOf(clockAt()),
      );
    const dir = join(folder, 'c', VALIDATOR);
    const held = () =>
      readdirSync(dir, { recursive: true })
        .map((name) => statSync(join(dir, String(name))))
        .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    state.playRound();
    assert.equal(await run(), 0);
    for (let more = 0; more < 12_000; more += 1500) {
      state.playRound();
      const most = held() + more;
      const before = linesOf(folder);
      const error = await run(most).then(
        () => null,
        (reason: unknown) => reason,
      );
      assert.ok(held() <= most);
      const after = linesOf(folder);
      assert.deepEqual(after.slice(0, before.length), before);
      await readCaptures(join(folder, 'c'));
      if (more > 0 && error === null) continue;
      assert.ok(error instanceof IoError && error.exitCode === 74 && error.remedy.includes('--max-bytes'));
      const round = FIRST + state.history.length - 1;
      assert.equal(await run(), 0);
      const files = await readCaptures(join(folder, 'c'));
      assert.ok(files.some((one) => one.name === 'eval_data.json' && one.roundId === round));
      assert.equal(await run(1), 0);
    }
  }));

test('a watch that ends on a full folder is over, also where it would go on for ever', () =>
  withValidator(async (folder, validator) => {
    validator.state.playRound();
    const options = { api: validator.api, validator: VALIDATOR, out: 'c', maxBytes: 2000 };
    await assert.rejects(watch(recordingContext(folder, false), options, settingOf(clockAt())), { code: 'IO', exitCode: 74 }); // biome-ignore format: one call
    await readCaptures(join(folder, 'c'));
  }));

test('a folder that cannot be written is told with the option that names another', () =>
  withValidator(async (folder, validator) => {
    writeFileSync(join(folder, 'plain'), '');
    const options = { api: validator.api, validator: VALIDATOR, out: 'plain', once: true };
    await assert.rejects(
      watch(recordingContext(folder, true), options, settingOf(clockAt())),
      (error: IoError) =>
        error.exitCode === 74 && error.remedy.includes('--out') && !error.remedy.includes('--replays'),
    );
  }));
