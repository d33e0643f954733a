import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.js';
import type { RepositoryManifest } from '../../src/domain/snapshot.js';
import { P11 } from '../../src/eras/p11.js';
import { pythonEquals } from '../../src/reconstruct/prechecks/architecture.js';
import { existingDisqualification } from '../../src/reconstruct/prechecks/existingDisqualification.js';
import { pinsUnder, runPrechecks } from '../../src/reconstruct/prechecks/runPrechecks.js';
import { weightHash } from '../../src/reconstruct/prechecks/weightHash.js';
import { file, manifest, pinnedConfig } from './cases.js';

const run = (
  more: Partial<RepositoryManifest>,
  config: Record<string, unknown> | null = pinnedConfig(),
  pins = P11.pins,
) =>
  new Map(
    runPrechecks({
      manifest: manifest('a/b', more),
      config: config ?? { absent: 'missing', why: 'config.json is not recorded.' },
      pins,
    }).map((result) => [result.rule, result]),
  );
const statusOf = (rule: number, more: Partial<RepositoryManifest>, config?: Record<string, unknown> | null) =>
  run(more, config).get(rule)?.status;
const GB = 1_000_000_000;

const NEVER_CHECKED = [2, 8, 17, 18, 21];

test('a sound repository passes every rule that can be decided; the others say what they need', () => {
  const results = run({});
  assert.deepEqual(
    [...results.keys()].sort((a, b) => a - b),
    [2, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22],
  );
  for (const result of results.values()) {
    const open = NEVER_CHECKED.includes(result.rule);
    assert.equal(result.status, open ? 'not checked' : 'pass', `${result.rule}: ${result.reason}`);
    if (open) assert.match(result.reason, /would be needed/);
  }
});

test('rule 7: Python files by their full path', () => {
  const files = (...paths: string[]) => ({ files: paths.map((path) => file(path, 1)) });
  assert.equal(statusOf(7, files('__init__.py', 'modeling_quasar.py', 'configuration_quasar.py')), 'pass');
  assert.equal(statusOf(7, files('sub/__init__.py')), 'fail');
  assert.equal(statusOf(7, files('evil.py')), 'fail');
  assert.equal(statusOf(7, files('evil.PY')), 'pass');
});

test('rules 9, 10, 11: bytes of the two formats', () => {
  const both = (safe: number, bin: number) => ({
    files: [file('model.safetensors', safe), file('pytorch_model.bin', bin)],
  });
  assert.equal(statusOf(9, both(499_999_999, GB)), 'fail');
  assert.equal(statusOf(9, both(500_000_000, GB)), 'pass');
  const only = (path: string, size: number) => ({ files: [file(path, size)] });
  assert.equal(statusOf(10, only('model.safetensors', 499_999_999)), 'fail');
  assert.equal(statusOf(10, only('model.safetensors', 7_700_000_000)), 'pass');
  assert.equal(statusOf(10, only('model.safetensors', 7_700_000_001)), 'fail');
  assert.equal(statusOf(10, { files: [] }), 'pass');
  assert.equal(statusOf(11, only('pytorch_model-1.bin', GB)), 'fail');
  assert.equal(statusOf(11, only('other.bin', GB)), 'pass');
});

test('rules 12 and 13: parameters', () => {
  assert.equal(statusOf(12, { safetensorsTotal: 3_500_000_000 }), 'pass');
  assert.equal(statusOf(12, { safetensorsTotal: 3_500_000_001 }), 'fail');
  assert.equal(statusOf(12, { safetensorsTotal: null }), 'pass');
  assert.equal(statusOf(12, { safetensorsTotal: null }, null), 'not checked');
  assert.equal(statusOf(13, { safetensorsTotal: 1_000_000_000 }), 'fail');
  assert.equal(statusOf(13, { safetensorsTotal: 1_300_000_000 }), 'pass');
});

test('rule 14: quantisation as Python takes it for true', () => {
  const of = (value: unknown) => statusOf(14, {}, { ...pinnedConfig(), quantization_config: value });
  assert.deepEqual([{}, null, '', 0, false, []].map(of), Array(6).fill('pass'));
  assert.deepEqual([{ bits: 4 }, 'int8', 1, [1]].map(of), Array(4).fill('fail'));
  assert.equal(statusOf(14, {}, null), 'not checked');
});

test('rules 15 and 16: 48 keys by Python equality', () => {
  const of = (changes: Record<string, unknown>) => run({}, { ...pinnedConfig(), ...changes }).get(15);
  assert.equal(of({ num_shared_experts: true, dropout: false, use_cache: 1, extra: 'x' })?.status, 'pass');
  assert.equal(of({ d_model: '1536' })?.status, 'fail');
  assert.match(
    of({ d_model: 2048, n_heads: 16 })?.reason ?? '',
    /2 pinned config key.*d_model is 2048, n_heads is 16/,
  );
  assert.equal(of({ auto_map: { AutoConfig: 'x' } })?.status, 'fail');
  const missing = pinnedConfig();
  delete missing.residual_scale;
  assert.match(run({}, missing).get(15)?.reason ?? '', /residual_scale is missing/);
  assert.equal(run({}, { ...pinnedConfig(), vocab_size: 151936 }).get(16)?.status, 'fail');
  for (const key of Object.keys(P11.pins.architecture))
    assert.equal(of({ [key]: 'changed' })?.status, 'fail', key);
  assert.ok(pythonEquals([1, { a: true }], [1.0, { a: 1 }]));
  assert.ok(!pythonEquals([1], [1, 2]));
  assert.ok(!pythonEquals({ a: 1 }, { a: 1, b: 1 }));
  assert.ok(!pythonEquals(null, 0));
  assert.ok(!pythonEquals(Number.NaN, Number.NaN));
});

test('rule 20: hash of one file, of several by path, of none', () => {
  assert.equal(
    weightHash(manifest('a/b', { files: [file('x.safetensors', 1)] })),
    file('x.safetensors', 1).sha256,
  );
  const [a, b] = [file('a.safetensors', 1), file('b.safetensors', 2)];
  const expected = sha256Hex(`a.safetensors:${a.sha256}\nb.safetensors:${b.sha256}`);
  assert.equal(weightHash(manifest('a/b', { files: [b, a] })), expected);
  assert.equal(weightHash(manifest('a/b', { files: [file('config.json', 1)] })), null);
});

test('rule 22: private and disabled, gated is not read', () => {
  assert.equal(statusOf(22, { private: true }), 'fail');
  assert.equal(statusOf(22, { disabled: true }), 'fail');
  assert.equal(statusOf(22, { gated: true }), 'pass');
});

test('rule 1: an entry counts for its commitment unless it reads like a passing failure', () => {
  const of = (reason: string) => existingDisqualification({ 'hk:5': reason }, 'hk', 5).status;
  assert.equal(of('copy: identical weights as UID 4'), 'fail');
  assert.equal(of('arch: connection timeout'), 'pass');
  assert.equal(of('arch: timeout, 404'), 'fail');
  assert.equal(existingDisqualification({ 'hk:5': 'copy' }, 'hk', 6).status, 'pass');
  assert.equal(existingDisqualification({ hk: 'copy' }, 'hk', 5).status, 'pass');
});

test('a synthetic profile replaces the pins, bytes and vocabulary, and nothing else', () => {
  const pins = pinsUnder(P11.pins, {
    name: 'small',
    eraId: 'P11',
    architecture: { model_type: 'quasar', d_model: 64 },
    vocabSize: 512,
    minWeightBytes: 1000,
    maxWeightBytes: 2000,
  });
  const config = { model_type: 'quasar', d_model: 64, vocab_size: 512 };
  const small = { files: [file('model.safetensors', 1500)], safetensorsTotal: 700 };
  for (const result of run(small, config, pins).values())
    assert.notEqual(result.status, 'fail', result.reason);
  assert.equal(run(small, config, pins).get(15)?.status, 'pass');
  assert.equal(run(small, { ...config, d_model: 65 }, pins).get(15)?.status, 'fail');
  assert.equal(
    run({ ...small, files: [file('model.safetensors', 2001)] }, config, pins).get(10)?.status,
    'fail',
  );
  assert.deepEqual(pins.allowedPythonFiles, P11.pins.allowedPythonFiles);
});
