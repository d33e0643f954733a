import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseServed } from '../../src/artifacts/captures/parseServed.js';
import { readCaptures } from '../../src/artifacts/captures/readCaptures.js';
import { watch } from '../../src/cli/commands/watch.js';
import { withFolder } from '../artifacts/sampleSnapshot.js';
import { recordingContext } from '../cli/recordingContext.js';
import type { Fault } from '../support/loopbackValidator/faults.js';
import { startLoopbackValidator } from '../support/loopbackValidator/startLoopbackValidator.js';
import { clockAt, FIRST, linesOf, objectsOf, once, settingOf, VALIDATOR } from './setting.js';

const body = (text: string | Uint8Array): Fault => ({ kind: 'body', body: text });

/** A fault of one endpoint, and the word by which it is refused. */
const FAULTS: readonly (readonly [Fault, RegExp])[] = [
  [{ kind: 'announces-more' }, /^short-body: /],
  [{ kind: 'announces-less' }, /^(not-json|bad-answer): /],
  [{ kind: 'bad-head' }, /^bad-answer: /],
  [{ kind: 'silent' }, /^short-body: .*silent/],
  [{ kind: 'drip' }, /^short-body: .*not whole after/],
  [{ kind: 'large', bytes: 1_000_001 }, /^bad-answer: .*larger than 1000000 bytes/],
  [{ kind: 'status', status: 500 }, /^bad-answer: status 500/],
  [{ kind: 'status', status: 503, retryAfter: '1' }, /^bad-answer: status 503/],
  [{ kind: 'status', status: 403 }, /^status: .* 403/],
  [{ kind: 'status', status: 304 }, /^status: .* 304/],
  [{ kind: 'status', status: 302, location: 'http://169.254.169.254/' }, /^status: .* 302/],
  [body(''), /^empty: /],
  [body('<!doctype html><script>alert(1)</script>'), /^html: /],
  [body('{"uids": [1, 2'), /^not-json: /],
  [body('{"uids": [NaN]}'), /^not-finite: /],
  [body('{"uids": [], "uids": [1]}'), /^duplicate-key: /],
  [body('{"uids": [], "__proto__": {"uids": [3]}, "__proto__": 1}'), /^duplicate-key: /],
  [body(`{"uids": ${'['.repeat(100_000)}`), /^nested: /],
  [body(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), /^not-utf8: /],
  [body('{"error": "\\u001b[2J\\u001b]0;owned\\u0007 \u202e nothing"}'), /^wrong-shape: /],
  [body('{"uids": [{"uid": "\\u001b[31m"}]}'), /^wrong-shape: /],
  [body('{"uids": [{"uid": "\u001b[31m"}]}'), /^not-json: .*control character/],
  [body('{"uids": [{"uid": 70000}]}'), /^wrong-shape: /],
  [body('{"\\u001b]52;c;aGk=\u009b": 1, "\\u001b]52;c;aGk=\u009b": 2}'), /^duplicate-key: /],
  [body('7'), /^wrong-shape: /],
  [body('["7", "07"]'), /^wrong-shape: a list of UIDs/],
];

test('a faulty answer of one endpoint is refused by name, is told safely, and the rest is taken', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      validator.state.playRound();
      for (const [fault, why] of FAULTS) {
        validator.heal();
        validator.fail('/api/evaluated_uids', fault);
        const { refused, captured, stderr } = await once(folder, validator.api);
        assert.equal(refused.length, 1, JSON.stringify(fault).slice(0, 200));
        assert.match(refused[0]?.why ?? '', why);
        assert.equal(refused[0]?.name, 'evaluated_uids.json');
        assert.ok(captured.length >= 4);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: no control character may be told but the newline
        assert.doesNotMatch(stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
        const lines = linesOf(folder).filter((line) => line.kind === 'refused');
        assert.equal(lines.length, FAULTS.findIndex((one) => one[0] === fault) + 1);
        assert.match(JSON.stringify(lines), /^[\x20-\x7e]*$/);
      }
      validator.heal();
      const { refused, captured } = await once(folder, validator.api);
      assert.deepEqual(refused, []);
      assert.equal(captured.find((one) => one.name === 'evaluated_uids.json')?.new, true);
    } finally {
      await validator.down();
    }
  }));

test('a fault that stays is written once; its body is kept beside the refusal, and kept anew when it changes', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      validator.state.playRound();
      const bodies = ['{"commitments": [1]}', '{"commitments": [2]}', '{"commitments": NaN}'];
      for (const [at, text] of bodies.entries()) {
        validator.fail('/api/commitments', body(text));
        await once(folder, validator.api);
        const [lines, objects] = [linesOf(folder), objectsOf(folder)];
        assert.equal((await once(folder, validator.api)).refused.length, 1);
        assert.deepEqual([linesOf(folder), objectsOf(folder)], [lines, objects]);
        const refused = lines.filter((line) => line.kind === 'refused');
        assert.deepEqual(
          refused.map((line) => textOf(folder, line.raw[0]?.sha256)),
          bodies.slice(0, at + 1),
        );
      }
    } finally {
      await validator.down();
    }
  }));

const textOf = (folder: string, sha256 = ''): string =>
  readFileSync(join(folder, 'c', VALIDATOR, 'objects', sha256), 'utf8');

test('a text that was cut is asked for again; one that is of no round is kept and left out', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      validator.state.playRound();
      validator.fail('/api/eval-data', { kind: 'announces-more' });
      assert.equal((await once(folder, validator.api)).refused[0]?.name, 'eval_data.json');
      validator.heal();
      validator.fail('/api/eval-data', body('{"data": [{"prompt": "p", "continuation": "c"}]}'));
      const { captured } = await once(folder, validator.api);
      assert.equal(captured.find((one) => one.name === 'eval_data.json')?.roundId, null);
      const files = await readCaptures(join(folder, 'c'));
      assert.ok(!files.some((one) => one.name === 'eval_data.json'));
    } finally {
      await validator.down();
    }
  }));

const DOCUMENT = '{"block_seed": 720, "data": [{"prompt": "p", "continuation": "c"}]}';

/** Answers with teacher text that are of no shape that is read. */
const OTHER_TEXTS = [
  '[]',
  '{}',
  '"text"',
  '{"files": ["a.json", "b.json"], "count": 2}',
  `{"files": [${DOCUMENT}]}`,
  `[${DOCUMENT}, "b.json"]`,
  `{"a": ${DOCUMENT}, "count": 1}`,
  `[${Array(65).fill(DOCUMENT).join()}]`,
  '{"data": {"prompt": "p"}}',
  '{"data": [{"prompt": "p", "continuation": null}]}',
  '{"data": [], "block_seed": "720"}',
  '{"data": [], "block_seed": 7.5}',
  '{"data": [], "block_seed": 4294967296}',
  '{"data": [], "teacher": {}}',
];

test('teacher text of another shape is refused with its body kept, and nothing is asked for by a name', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      validator.state.playRound();
      for (const text of OTHER_TEXTS) {
        validator.fail('/api/eval-data', body(text));
        const { refused } = await once(folder, validator.api);
        assert.deepEqual(refused.map((one) => [one.name, one.why.split(':')[0]]), [['eval_data.json', 'wrong-shape']], text); // biome-ignore format: one row
      }
      const kept = linesOf(folder).flatMap((line) =>
        line.kind === 'refused' ? line.raw.map((one) => textOf(folder, one.sha256)) : [],
      );
      assert.deepEqual(kept, OTHER_TEXTS);
      assert.deepEqual([...new Set(validator.requests)].sort(), [
        '/api/commitments',
        '/api/eval-data',
        '/api/evaluated_uids',
        '/api/latest-round',
        '/api/round-history?limit=50',
        '/api/scores',
      ]);
    } finally {
      await validator.down();
    }
  }));

test('texts by a name are taken, and the names become nothing', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      const names = ['../../x', 'C:\\\\x', '/etc/passwd', '\\u001b[2J'];
      const texts = names.map((name, at) => `"${name}": ${DOCUMENT.replace('720', String(720 * (at + 1)))}`);
      validator.fail('/api/eval-data', body(`{${texts}}`));
      const { captured } = await once(folder, validator.api);
      const rounds = captured.filter((one) => one.name === 'eval_data.json').map((one) => one.roundId);
      assert.deepEqual(rounds, [1, 2, 3, 4]);
      assert.doesNotMatch(JSON.stringify(linesOf(folder)), /passwd|\.\.\//);
    } finally {
      await validator.down();
    }
  }));

test('a part of the scores that is of another shape does not cost the others', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      validator.state.playRound();
      const lastEval = JSON.stringify(validator.state.lastEval);
      validator.fail('/api/scores', body(`{"last_eval": ${lastEval}, "disqualified": ["x"]}`));
      for (const isNew of [true, false]) {
        const { captured, refused } = await once(folder, validator.api);
        assert.deepEqual(refused.map((one) => one.name), ['disqualified.json']); // biome-ignore format: one row
        const names = captured.filter((one) => one.new === isNew).map((one) => one.name);
        assert.ok(names.includes('last_eval.json') && names.includes('disqualified.json'));
        assert.equal(linesOf(folder).filter((line) => line.kind === 'refused').length, 1);
      }
      validator.fail('/api/scores', body('{"error": "none"}'));
      const { refused } = await once(folder, validator.api);
      assert.deepEqual(refused.map((one) => [one.name, one.why.split(':')[0]]), [['last_eval.json', 'wrong-shape']]); // biome-ignore format: one row
    } finally {
      await validator.down();
    }
  }));

test('a server that serves nothing of use, or closes every connection, is an error of one pass', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      validator.fail('/', body('<html>a login page</html>'));
      await assert.rejects(once(folder, validator.api), { code: 'UNAVAILABLE', exitCode: 69 });
      validator.fail('/', { kind: 'closed' });
      await assert.rejects(once(folder, validator.api), { code: 'RETRY_LATER', exitCode: 75 });
      validator.heal();
      assert.deepEqual(
        (await once(folder, validator.api)).captured.map((one) => one.name),
        ['disqualified.json', 'evaluated_uids.json', 'commitments.json'],
      );
    } finally {
      await validator.down();
    }
  }));

test('narration holds no raw escape whatever a record says, and credentials are not in the record', () =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      validator.state.playRound();
      const [record] = validator.state.history;
      Object.assign(record ?? {}, { results: '\u001b[2J\u009b31m' });
      const context = recordingContext(folder, false);
      const options = { api: `${validator.api}/`, validator: VALIDATOR, out: 'c', once: true };
      assert.equal(await watch(context, options, settingOf(clockAt())), 0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: no control character may be told but the newline
      assert.doesNotMatch(context.stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      assert.match(context.stderr, /refused h2h_latest.json: wrong-shape/);
      const [start] = linesOf(folder);
      assert.ok(start?.kind === 'start' && start.api.startsWith(validator.api));
    } finally {
      await validator.down();
    }
  }));

test('JSON of a server is read strictly', () => {
  const read = (text: string) => parseServed(Buffer.from(text));
  assert.ok('value' in read('{"a": [1, -0.5, 1e3, "NaN", null]}'));
  for (const text of ['\ufeff{}', '[Infinity]', '[-Infinity]', '{} {}', '[1,]', "{'a': 1}", '"\ud800'])
    assert.ok('why' in read(text), text);
});
