import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { UsageError } from '../../src/errors/input.js';
import { checkVectors } from '../../src/replay/conformance/checkVectors.js';
import { klKinds } from '../../src/replay/conformance/klKinds.js';
import { pythonKinds } from '../../src/replay/conformance/pythonKinds.js';
import type { VectorKinds } from '../../src/replay/conformance/vectorKind.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const readVectors = (name: string) => JSON.parse(readFileSync(join(root, 'test/vectors', name), 'utf8'));
const ours: VectorKinds = { ...pythonKinds, ...klKinds };
const echo: VectorKinds = { echo: (input) => input };

/** Runs one vector of kind echo, whose result is its input. */
const echoed = (input: unknown, expected: unknown, tolerance: object = {}) =>
  checkVectors({ schema: 1, vectors: [{ id: 'v', kind: 'echo', input, expected, ...tolerance }] }, echo);
const passes = (input: unknown, expected: unknown, tolerance?: object): boolean =>
  echoed(input, expected, tolerance).passed === 1;

describe('vectors of this repository', () => {
  it('pass for CPython', () => {
    const report = checkVectors(readVectors('python-vectors.json'), ours);
    assert.deepEqual(report, { schema: 1, passed: 140, failed: 0, skipped: 0, failures: [] });
  });

  it('pass for the KL of one position', () => {
    const report = checkVectors(readVectors('kl-vectors.json'), ours);
    assert.deepEqual(report, { schema: 1, passed: 15, failed: 0, skipped: 0, failures: [] });
  });

  it('fail when an expected value is changed', () => {
    for (const name of ['python-vectors.json', 'kl-vectors.json']) {
      const document = readVectors(name);
      let changed = 0;
      for (const vector of document.vectors) {
        const key = Object.keys(vector.expected)[0] as string;
        const value = vector.expected[key];
        vector.expected[key] =
          typeof value === 'number' ? value + 1e-6 * Math.max(1, Math.abs(value)) : !value;
        changed++;
      }
      assert.equal(checkVectors(document, ours).failed, changed);
    }
  });
});

describe('checkVectors', () => {
  it('compares only expected keys, and arrays as a whole', () => {
    assert.ok(passes({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3 } }));
    assert.ok(!passes({ a: 1 }, { b: 1 }));
    assert.ok(!passes({ a: 1 }, { toString: null }));
    assert.ok(passes([{ a: 1, b: 2 }, 3], [{ a: 1 }, 3]));
    assert.ok(!passes([1, 2, 3], [1, 2]));
    assert.ok(!passes([1], [1, 2]));
    assert.ok(!passes({ 0: 1 }, [1]));
    assert.ok(!passes([1], { 0: 1 }));
    assert.ok(!passes('1', 1));
    assert.ok(!passes(1, true));
    assert.ok(!passes(0, null));
    assert.ok(passes(null, null));
  });

  it('lets strings stand for floats that JSON does not have', () => {
    const given = (value: unknown, expected: unknown): number =>
      checkVectors({ schema: 1, vectors: [{ id: 'v', kind: 'k', input: {}, expected }] }, { k: () => value })
        .passed;
    assert.equal(given(Infinity, 'inf'), 1);
    assert.equal(given(-Infinity, '-inf'), 1);
    assert.equal(given(Number.NaN, 'NaN'), 1);
    assert.equal(given(-Infinity, 'inf'), 0);
    assert.equal(given(1, 'NaN'), 0);
    assert.equal(given('inf', 'inf'), 1);
    assert.equal(given(5, 'toString'), 0);
  });

  it('uses the tolerance that a vector names, else none', () => {
    assert.ok(!passes(1 + 1e-15, 1));
    assert.ok(passes(1 + 1e-10, 1, { tolerance_relative: 1e-9 }));
    assert.ok(!passes(1 + 1e-8, 1, { tolerance_relative: 1e-9 }));
    assert.ok(passes(1e-13, 0, { tolerance_relative: 1e-9, tolerance_absolute: 1e-12 }));
    assert.ok(!passes(1e-11, 0, { tolerance_relative: 1e-9, tolerance_absolute: 1e-12 }));
    assert.ok(passes(0.5, 0, { tolerance_absolute: 0.5 }));
    assert.ok(!passes(1, 'inf', { tolerance_relative: 1 }));
  });

  it('skips unknown kinds, also names that every object has', () => {
    const vectors = ['other', 'toString', '__proto__'].map((kind, id) => ({
      id: `${id}`,
      kind,
      input: {},
      expected: {},
    }));
    assert.equal(checkVectors({ schema: 1, vectors }, echo).skipped, 3);
  });

  it('reports a failure with what came out, in values that JSON carries', () => {
    const report = checkVectors(
      { schema: 1, vectors: [{ id: 'x', kind: 'k', input: {}, expected: { a: [1] } }] },
      { k: () => ({ a: [Infinity], b: 10n }) },
    );
    assert.deepEqual(JSON.parse(JSON.stringify(report)), {
      schema: 1,
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [
        {
          id: 'x',
          kind: 'k',
          expected: { a: [1] },
          actual: { a: ['inf'], b: '10' },
          reason: 'a.0: expected 1, got "inf"',
        },
      ],
    });
  });

  it('turns malformed inputs into failures', () => {
    const inputs: [string, unknown][] = [
      ['python_random', null],
      ['python_random', { seed: '1', seed_type: 'int', calls: [['choice', 0]] }],
      ['python_random', { seed: '1', seed_type: 'int', calls: [['shuffle', 1e12]] }],
      ['python_random', { seed: 'x', seed_type: 'int', calls: [] }],
      ['python_round', { digits: 2 }],
      ['python_round', { value_bits: 'zz', digits: 2 }],
      ['web_prompt', { alphabet: [], pieces: 1, seed: '1' }],
      ['kl_position', { teacher_logprobs: [-1], student_logprobs: [] }],
      ['kl_position', { teacher_logprobs: [-1], student_logprobs: [-1, -2] }],
      ['kl_position', { teacher_logprobs: ['x'], student_logprobs: [-1] }],
    ];
    const vectors = inputs.map(([kind, input], id) => ({ id: `${id}`, kind, input, expected: {} }));
    const report = checkVectors({ schema: 1, vectors }, ours);
    assert.equal(report.failed, inputs.length);
    assert.ok(report.failures.every(({ actual }) => typeof (actual as { error: string }).error === 'string'));
  });

  it('gives a kind the whole document', () => {
    const seen: unknown[] = [];
    const document = { schema: 1, policy: 'p', vectors: [{ id: 'v', kind: 'k', input: 1, expected: {} }] };
    checkVectors(document, { k: (input, whole) => seen.push(input, whole.policy) && {} });
    assert.deepEqual(seen, [1, 'p']);
  });

  it('refuses a document that is not in the schema', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    const documents = [
      null,
      [],
      'text',
      {},
      { schema: 2, vectors: [] },
      { vectors: [] },
      { schema: 1, vectors: {} },
      { schema: 1, vectors: [{ id: 1, kind: 'k', input: {}, expected: {} }] },
      { schema: 1, vectors: [{ id: 'a', kind: 'k', input: {} }] },
      { schema: 1, vectors: [{ id: 'a', kind: 'k', expected: {} }] },
      { schema: 1, vectors: [{ id: 'a', kind: 'k', input: {}, expected: {}, tolerance_relative: -1 }] },
      { schema: 1, vectors: [{ id: 'a', kind: 'echo', input: deep, expected: {} }] },
    ];
    for (const document of documents) assert.throws(() => checkVectors(document, echo), UsageError);
  });

  it('passes an empty file', () => {
    assert.equal(checkVectors({ schema: 1, vectors: [] }, echo).passed, 0);
  });
});
