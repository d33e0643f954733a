import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EngineError, ProviderError } from '../../src/errors/model.js';
import { arithmeticVariables, childEnvironment } from '../../src/model/engine/childEnvironment.js';
import { createEngine } from '../../src/model/engine/createEngine.js';
import { describeAccelerator } from '../../src/model/engine/describeAccelerator.js';
import { EngineChild } from '../../src/model/engine/EngineChild.js';
import { providerRefused } from '../../src/model/engine/providerRefused.js';
import { selfTestModel } from '../../src/model/engine/selfTestModel.js';
import { strayNodes } from '../../src/model/engine/strayNodes.js';

describe('a provider', () => {
  for (const provider of ['cuda', 'webgpu'] as const)
    it(`${provider} computes itself, or is refused with what to do`, async () => {
      const started = await createEngine({ threads: 1, provider }).catch((error: unknown) => error);
      if (started instanceof Error) {
        assert.ok(started instanceof ProviderError, String(started));
        assert.equal(started.exitCode, 69);
        assert.match(started.message, new RegExp(`the provider ${provider} does not work here`));
        assert.ok((started.why ?? '') !== '' && !/onnxruntime_src/.test(started.why ?? ''));
        assert.match(started.remedy, /Install|Check/);
        return;
      }
      const engine = started as Awaited<ReturnType<typeof createEngine>>;
      await engine.close();
      assert.equal(engine.fingerprint.provider, provider);
      assert.equal(engine.fingerprint.selfTest?.tf32, false);
    });

  const shared = 'Failed to load shared library';
  for (const [provider, why, platform, remedy] of [
    ['cuda', shared, 'linux x64', /ONNXRUNTIME_NODE_INSTALL=cuda12 .*CUDA 12 and cuDNN 9/],
    ['cuda', 'libcublasLt.so.12: cannot open shared object file', 'linux x64', /CUDA 12/],
    ['cuda', 'CUDA failure 100: no CUDA-capable device is detected', 'linux x64', /nvidia-smi/],
    ['cuda', shared, 'linux arm64', /for Linux x64 only/],
    ['cuda', shared, 'darwin arm64', /for Linux x64 only: choose webgpu/],
    ['cuda', shared, 'win32 x64', /for Linux x64 only: choose webgpu/],
    ['webgpu', 'No supported adapters', 'linux x64', /libvulkan1/],
    ['webgpu', 'No supported adapters', 'darwin arm64', /Metal/],
    ['cpu', 'no such file', 'linux x64', /npm ci/],
  ] as const)
    it(`${provider} on ${platform} with "${why}" has its remedy`, () => {
      const error = providerRefused(provider, new Error(why), platform);
      assert.match(error.remedy, remedy);
      assert.equal(error.why, why);
    });

  it('tells its reason, not the place in the source of the runtime', () => {
    const cause = new EngineError({
      what: 'ONNX Runtime refused the work',
      why: '/onnxruntime_src/a/b.cc:136 X::Y(const Z&)::<lambda()> status == 1 was false. Failed to get an adapter',
      remedy: 'x',
    });
    assert.equal(providerRefused('webgpu', cause, 'linux x64').why, 'Failed to get an adapter');
  });
});

describe('the environment of the engine process', () => {
  it('turns TF32 and telemetry off and fixes the workspace, whatever it was before', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      NVIDIA_TF32_OVERRIDE: '1',
      ORT_DISABLE_TELEMETRY: '0',
      OMP_NUM_THREADS: '3',
      ORT_TEST: 'a\u001b[31m',
    });
    const child = new EngineChild();
    try {
      const { environment } = await child.call({ kind: 'describe' });
      assert.equal(environment.NVIDIA_TF32_OVERRIDE, '0');
      assert.equal(environment.CUBLAS_WORKSPACE_CONFIG, ':4096:8');
      assert.equal(environment.ORT_DISABLE_TELEMETRY, '1');
      assert.equal(environment.OMP_NUM_THREADS, '3');
      assert.equal(environment.ORT_TEST, 'a\\x1b[31m');
      assert.equal(environment.PATH, undefined);
    } finally {
      process.env = before;
      await child.kill();
    }
  });

  it('keeps everything else, and records only what can change arithmetic', () => {
    const all = childEnvironment({
      HOME: '/h',
      GLIBC_TUNABLES: 'x',
      CUDA_HOME: '/c',
      CUDA_VISIBLE_DEVICES: '1',
    });
    assert.equal(all.HOME, '/h');
    assert.deepEqual(Object.keys(arithmeticVariables(all)), [
      'CUBLAS_WORKSPACE_CONFIG',
      'CUDA_VISIBLE_DEVICES',
      'GLIBC_TUNABLES',
      'NVIDIA_TF32_OVERRIDE',
      'ORT_DISABLE_TELEMETRY',
    ]);
  });
});

describe('where nodes ran', () => {
  const node = (op: string, provider: string, out: string, from = 'float') => ({
    cat: 'Node',
    args: {
      op_name: op,
      provider: `${provider}ExecutionProvider`,
      input_type_shape: [{ [from]: [2] }],
      output_type_shape: [{ [out]: [2] }],
    },
  });
  const stray = (...nodes: object[]) =>
    strayNodes(JSON.stringify([{ cat: 'Session', args: {} }, ...nodes]), 'cuda');

  it('is told of arithmetic that another provider did, once an operator', () => {
    const found = stray(
      node('MatMul', 'CUDA', 'float'),
      node('Softmax', 'CPU', 'float'),
      node('Softmax', 'CPU', 'float'),
      node('Add', 'CPU', 'float16'),
    );
    assert.deepEqual(found, ['Add on CPUExecutionProvider', 'Softmax on CPUExecutionProvider']);
  });

  it('lets shapes, whole numbers, moves and widening be anywhere', () => {
    const found = stray(
      node('MatMul', 'CUDA', 'float'),
      node('Shape', 'CPU', 'int64'),
      node('Add', 'CPU', 'int64', 'int64'),
      node('Gather', 'CPU', 'float'),
      node('Scan', 'CPU', 'float'),
      node('Cast', 'CPU', 'float', 'bfloat16'),
    );
    assert.deepEqual(found, []);
    assert.equal(stray(node('Cast', 'CPU', 'bfloat16', 'float')).length, 1);
    assert.equal(stray(node('Cast', 'CPU', 'float', 'int64')).length, 1);
  });

  it('is no good news when the profile says nothing', () => {
    for (const text of ['', '{}', '[]', '[{"cat":"Node"}]']) assert.throws(() => strayNodes(text, 'cpu'));
  });

  it('is read from the profile of a real run, and neither that nor telemetry leaves a file behind', async () => {
    const [before, folder] = [process.env.TMPDIR, mkdtempSync(join(tmpdir(), 'recrown-profiles-'))];
    process.env.TMPDIR = folder;
    const child = new EngineChild();
    const open = {
      kind: 'open',
      model: selfTestModel(),
      folder: tmpdir(),
      provider: 'cpu',
      threads: 1,
    } as const;
    const rows = { dims: [2], data: Int32Array.of(0, 1) };
    const run = { kind: 'run', feeds: { rows }, fetches: ['answer'] } as const;
    try {
      await child.call({ ...open, session: 1, mapped: true, watched: true });
      const watched = await child.call({ ...run, session: 1 });
      assert.deepEqual(await child.call({ ...run, session: 1 }), watched);
      await child.call({ ...open, session: 2, mapped: true, watched: false });
      assert.deepEqual(await child.call({ ...run, session: 2 }), watched);
      await child.call({ ...open, session: 3, mapped: true, watched: true });
      await child.call({ kind: 'close', session: 3 });
      assert.deepEqual(readdirSync(folder), []);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      await child.kill();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the device of a provider', () => {
  it('is what the tool of its driver says, cleaned and bounded, or unknown', {
    skip: process.platform === 'win32',
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recrown-driver-'));
    const child = new EngineChild();
    const before = process.env.PATH;
    process.env.PATH = `${folder}:${before}`;
    const told = async (script: string) => {
      writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return (await describeAccelerator(child, 'cuda'))?.devices;
    };
    try {
      assert.equal(await describeAccelerator(child, 'cpu'), null);
      assert.deepEqual(await told("printf 'NVIDIA H100, 9.0, 580.1\\n\\033[31mB\\n'"), [
        'NVIDIA H100, 9.0, 580.1',
        '\\x1b[31mB',
      ]);
      assert.equal((await told('seq 1 100'))?.length, 16);
      assert.equal(await told('exit 9'), null);
      assert.equal(await told('yes'), null);
    } finally {
      process.env.PATH = before;
      await child.kill();
      rmSync(folder, { recursive: true });
    }
  });
});
