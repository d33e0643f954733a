import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.js';
import type { RepositoryManifest } from '../../src/domain/snapshot.js';
import type { PrecheckLine } from '../../src/eras/defineEra.js';
import { P11 } from '../../src/eras/p11.js';
import { pythonEquals } from '../../src/reconstruct/prechecks/architecture.js';
import {
  copyRoot,
  existingDisqualification,
} from '../../src/reconstruct/prechecks/existingDisqualification.js';
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
      readFile: (path) => ({ absent: 'missing', why: `${path} is not recorded` }),
      references: [],
    }).map((result) => [result.rule, result]),
  );
const statusOf = (rule: number, more: Partial<RepositoryManifest>, config?: Record<string, unknown> | null) =>
  run(more, config).get(rule)?.status;
const GB = 1_000_000_000;

const OPEN = [17];

test('a sound repository passes every rule that can be decided; the others say what they need', () => {
  const results = run({});
  assert.deepEqual(
    [...results.keys()].sort((a, b) => a - b),
    [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22],
  );
  for (const result of results.values()) {
    const open = OPEN.includes(result.rule);
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

test('rule 1: an entry counts for its commitment; from line MID on one that reads like a passing failure does not', () => {
  const of = (reason: string, line: PrecheckLine = 'MID') =>
    existingDisqualification({ 'hk:5': reason }, 'hk', 5, line);
  assert.equal(of('copy: identical weights as UID 4').category, 'COPY');
  assert.equal(of('integrity: Model a/b is now private').category, 'REMOVED');
  assert.equal(of('FRAUD: KL=0').category, 'FRAUD');
  assert.equal(of('arch: FRAUD: Tiny safetensors (').category, 'FRAUD');
  assert.equal(of('quality: KL=9').category, 'INVALID');
  for (const line of ['P2', 'P5'] as const) assert.equal(of('arch: connection timeout', line).status, 'fail');
  for (const line of ['MID', 'LATEST'] as const)
    assert.equal(of('arch: connection timeout', line).status, 'pass');
  assert.equal(of('anti-finetune: grad_explode:600>500').status, 'pass');
  assert.equal(of('arch: timeout, 404').status, 'fail');
  assert.equal(existingDisqualification({ 'hk:5': 'copy' }, 'hk', 6, 'MID').status, 'pass');
  assert.equal(existingDisqualification({ hk: 'copy' }, 'hk', 5, 'MID').status, 'pass');
});

test('the root that an entry names', () => {
  const of = (reason: string) => copyRoot({ 'hk:5': reason }, 'hk', 5);
  assert.equal(of('copy: identical weights as UID 4 (a/b), committed later at block 3 vs 2'), 4);
  assert.equal(of('copy: partial tensor copy (15/16) of UID 0'), 0);
  assert.equal(of('quality: UID 4'), null);
  assert.equal(of('copy: functional copy'), null);
  assert.equal(of(`copy: ${'x'.repeat(1_000_000)} UID 4`), null);
});

test('rules 6 and 22: what only some validators could read decides nothing; no config.json fails', () => {
  assert.equal(statusOf(6, { gated: true }), 'not checked');
  assert.equal(statusOf(6, { private: true }), 'not checked');
  assert.equal(run({ private: true }).get(22)?.category, 'REMOVED');
  assert.equal(statusOf(15, { files: [] }, null), 'fail');
  assert.equal(statusOf(15, {}, null), 'not checked');
});

test('a private repository whose files the hub does not list: nothing but its state is decided', () => {
  for (const finding of run({ private: true, files: [] }, null).values())
    assert.equal(finding.status, finding.rule === 22 ? 'fail' : 'not checked', String(finding.rule));
});

test('rules 8 and 17: bytes of the recorded reference', () => {
  const of = (rule: number, own: readonly string[][], reference: readonly string[][] | null) => {
    const files = (all: readonly string[][]) => all.map(([path = '', text = '']) => file(path, 9, text));
    return runPrechecks({
      manifest: manifest('a/b', { files: files(own) }),
      config: pinnedConfig(),
      pins: P11.pins,
      readFile: (path) => ({ absent: 'missing', why: `${path} is not recorded` }),
      references: reference === null ? [] : [manifest('ref/ref', { files: files(reference) })],
    }).find((one) => one.rule === rule)?.status;
  };
  const official = [
    ['modeling_quasar.py', 'code'],
    ['tokenizer.json', 'words'],
  ];
  assert.equal(of(8, [], null), 'pass');
  assert.equal(of(8, official, null), 'not checked');
  assert.equal(of(8, official, official), 'pass');
  assert.equal(of(8, [['modeling_quasar.py', 'other']], official), 'fail');
  assert.equal(of(8, [['configuration_quasar.py', 'x']], official), 'not checked');
  assert.equal(of(17, official, official), 'pass');
  assert.equal(of(17, [['tokenizer.json', 'other']], official), 'not checked');
  assert.equal(of(17, [], official), 'not checked');
});

test('a hostile listing of 100,000 files is looked at in one pass', () => {
  const names = ['../../x.safetensors', 'a\u0000.py', '\ud800.safetensors', '__proto__', 'é.bin', ' .py'];
  const files = Array.from({ length: 100_000 }, (_, i) =>
    file(`${i}${names[i % names.length]}`, Number.MAX_SAFE_INTEGER, 'same'),
  );
  const results = run({ files, safetensorsTotal: Number.MAX_SAFE_INTEGER });
  assert.equal(results.get(7)?.status, 'fail');
  assert.match(results.get(7)?.reason ?? '', /^[ -~]+$/);
  assert.equal(results.get(10)?.status, 'fail');
  assert.equal(results.get(12)?.status, 'fail');
  assert.match(weightHash(manifest('a/b', { files })) ?? '', /^[0-9a-f]{64}$/);
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
