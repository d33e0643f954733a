import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectSwitch } from '../../src/cli/optionValues.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { AxisRecord, ItemRecord } from '../../src/domain/axisRecord.js';
import { DEFECT_SWITCHES } from '../../src/eras/defectSwitches.js';
import { axisRecord } from '../../src/evaluate/axes/axisRecord.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { keptIndents } from '../../src/replay/axes/keptIndents.js';
import { switchRecords, withoutBenches } from '../../src/replay/axes/switchRecords.js';
import { recrown } from '../cli/process.js';

const item = (more: Partial<ItemRecord>): ItemRecord => ({
  ...{ source: 's', prompt: 'p', answer: '', gold: '7', pred: '', ok: false, tokens: 3, failed: false },
  ...more,
});
const record = (axis: string, ...items: Partial<ItemRecord>[]): AxisRecord =>
  axisRecord(axis, items.map(item));
const rightOf = (records: readonly AxisRecord[]) => records.map(({ axis, n, correct }) => [axis, n, correct]);

describe('a defect of the evaluator as a switch', () => {
  it('every switch has a name and a title of its own', () => {
    assert.equal(new Set(DEFECT_SWITCHES.map(({ name }) => name)).size, DEFECT_SWITCHES.length);
    for (const { name, title } of DEFECT_SWITCHES)
      assert.match(`${name} ${title}`, /^[a-z-]+ [A-Z].*; here .*\.$/);
  });

  it('what passes without being solved fails, on its own axis alone', () => {
    const passed = [
      { ok: true, solved: false },
      { ok: true, solved: true },
    ];
    const records = [record('mbpp_bench', ...passed), record('code_bench', ...passed)];
    assert.deepEqual(rightOf(switchRecords('mbpp-solved', records)), [
      ['mbpp_bench', 2, 1],
      ['code_bench', 2, 2],
    ]);
    assert.deepEqual(rightOf(switchRecords('code-solved', records)), [
      ['mbpp_bench', 2, 2],
      ['code_bench', 2, 1],
    ]);
  });

  it('failed decodings are left out, and an axis without one stays the same record', () => {
    const records = [
      record('math_bench', { failed: true }, { ok: true }),
      record('aime_bench', { ok: true }),
    ];
    const switched = switchRecords('errors-dropped', records);
    assert.deepEqual(rightOf(switched), [
      ['math_bench', 1, 1],
      ['aime_bench', 1, 1],
    ]);
    assert.equal(switched[1], records[1]);
  });

  it('without the helper files three benches have no value', () => {
    const records = ['code_bench', 'mbpp_bench', 'ifeval_bench', 'math_bench'].map((axis) =>
      record(axis, {}),
    );
    assert.deepEqual(rightOf(switchRecords('no-helpers', records)), [['math_bench', 1, 0]]);
    assert.deepEqual(withoutBenches('no-helpers'), ['code_bench', 'mbpp_bench', 'ifeval_bench']);
    assert.deepEqual(withoutBenches('last-mark'), []);
  });

  it('the last mark and the last option in parentheses are read', () => {
    const math = record(
      'math_bench',
      { answer: 'first #### 5\nno, #### 7', ok: false },
      { answer: 'the answer is 7', ok: true },
    );
    assert.deepEqual(rightOf(switchRecords('last-mark', [math])), [['math_bench', 2, 2]]);
    const option = record(
      'reasoning_bench',
      { answer: 'The answer is (B).', gold: '(B)' },
      { answer: 'B', gold: '(B)', ok: true },
    );
    assert.deepEqual(rightOf(switchRecords('option-in-parentheses', [option])), [['reasoning_bench', 2, 2]]);
  });

  it('a way of asking that changes nothing counts once', () => {
    const twice = record(
      'robustness_bench',
      { ok: true, way: 'a' },
      { ok: true, way: 'b' },
      { prompt: 'q', way: 'b' },
    );
    assert.deepEqual(rightOf(switchRecords('ways-once', [twice])), [['robustness_bench', 2, 1]]);
    assert.deepEqual(rightOf(switchRecords('ways-once', [record('math_bench', {}, {})])), [
      ['math_bench', 2, 0],
    ]);
  });

  it('a body keeps the indent of its first line, where programs are confined here', async () => {
    const block = 8_383_680n;
    const counts = { ...ITEM_COUNTS.default, code: 1, mbpp: 1 };
    const sandbox = await findSandbox(process.env.PATH ?? '', process.arch);
    if (isAbsent(sandbox)) return assert.match(sandbox.why, /^Programs are not run/);
    const drawn = drawItems(block, counts);
    const [asked] = drawn.code;
    // A body of two lines that gives what each case wants.
    const table = `{${asked?.cases.map(([args, value]) => `repr((${args},)): ${value}`).join(', ')}}`;
    const names = /def \w+\(([^)]*)\)/
      .exec(asked?.prompt ?? '')?.[1]
      ?.split(',')
      .map((one) => one.split(':')[0]?.trim());
    const answer = `    known = ${table}\n    return known[repr((${names?.join(', ')},))]`;
    const [deployed, mbpp] = [record('code_bench', { answer }), record('math_bench', { answer })];
    const kept = await keptIndents([deployed, mbpp], drawn, sandbox);
    assert.deepEqual(rightOf(kept), [
      ['code_bench', 1, 1],
      ['math_bench', 1, 0],
    ]);
  });
});

describe('the option --what-if', () => {
  it('takes a name, several names, and all; in one order, each once', () => {
    const all = DEFECT_SWITCHES.map(({ name }) => name);
    assert.deepEqual(collectSwitch('all'), all);
    assert.deepEqual(collectSwitch('mbpp-solved', collectSwitch('no-helpers')), [
      'mbpp-solved',
      'no-helpers',
    ]);
    assert.deepEqual(collectSwitch('no-helpers', ['no-helpers']), ['no-helpers']);
    assert.throws(() => collectSwitch('everything'), /known are all, recompute-full/);
  });

  it('is refused for an unknown name, and where no axis is computed', () => {
    const unknown = recrown(['audit', '11643', '--what-if', 'luck']);
    assert.equal(unknown.code, 64);
    assert.match(unknown.stderr, /known are all/);
    const without = recrown([
      '--snapshot',
      'snapshots/demo',
      'audit',
      '11643',
      '--duel-only',
      '--what-if',
      'all',
    ]);
    assert.equal(without.code, 64, without.stderr);
    assert.match(without.stderr, /--what-if needs the axes/);
  });
});
