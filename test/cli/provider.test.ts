import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { choose, providerTable } from '../../src/cli/commands/probeProviders.js';
import type { EngineFingerprint, Provider, SelfTest } from '../../src/domain/engine.js';
import { readGolden } from '../model/golden.js';
import { ROOT, recrown } from './process.js';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-provider-'));
  writeFileSync(join(folder, 'request.json'), JSON.stringify({ ids: [1, 2], rows: [1], topIds: [[3]] }));
  writeFileSync(join(folder, 'prompt.json'), JSON.stringify({ prompt_ids: [1, 2] }));
});
after(() => rmSync(folder, { recursive: true }));

interface DoctorDocument {
  readonly provider: Provider;
  readonly fingerprint: EngineFingerprint;
  readonly providers: readonly {
    readonly name: Provider;
    readonly ok: boolean;
    readonly why: string | null;
    readonly remedy: string | null;
    readonly selfTest: SelfTest | null;
    readonly digest: string | null;
  }[];
}

let found: DoctorDocument | undefined;

/** What this machine has, as the program itself finds it, asked once. */
function probed(): DoctorDocument {
  found ??= ask();
  return found;
}

function ask(): DoctorDocument {
  const run = recrown(['--json', '--snapshots', folder, '--replays', folder, 'doctor']);
  assert.equal(run.code, 0, run.stderr);
  return JSON.parse(run.stdout) as DoctorDocument;
}

describe('recrown doctor', () => {
  it('tests every provider, names what is missing, and chooses one that works', () => {
    const { provider, providers, fingerprint } = probed();
    assert.deepEqual(
      providers.map(({ name }) => name),
      ['cpu', 'cuda', 'webgpu'],
    );
    for (const { ok, why, remedy, selfTest, digest } of providers)
      if (ok) assert.ok(why === null && selfTest !== null && digest !== null);
      else assert.ok(why !== null && why !== '' && remedy !== null && selfTest === null);
    assert.equal(providers[0]?.selfTest?.repeats, true);
    assert.equal(fingerprint.provider, provider);
    assert.equal(fingerprint.digest, providers.find(({ name }) => name === provider)?.digest);
  });

  it('prints a table, and exits with 69 when the provider that must work does not', () => {
    const place = ['--snapshots', folder, '--replays', folder];
    const missing = probed().providers.find(({ ok }) => !ok)?.name;
    const run = recrown([...place, 'doctor', ...(missing === undefined ? [] : ['--provider', missing])]);
    assert.match(run.stdout, /^provider +works +TF32 +repeats/m);
    assert.match(run.stdout, /^cpu +yes +off +yes/m);
    if (missing === undefined) return;
    assert.equal(run.code, 69);
    assert.match(run.stdout, new RegExp(`^FAIL  engine: ${missing}: `, 'm'));
    assert.equal(recrown([...place, 'doctor'], { RECROWN_PROVIDER: missing }).code, 69);
    assert.equal(recrown([...place, 'doctor', '--provider', 'cpu'], { RECROWN_PROVIDER: missing }).code, 0);
  });
});

describe('a provider that does not work', () => {
  const model = dirname(readGolden('quasar-a').files.configPath);
  const input = (name: string) => ['--model', model, '--input', join(folder, name)];
  const commands = {
    score: () => ['score', ...input('request.json')],
    decode: () => ['decode', ...input('prompt.json'), '--mode', 'memory-only', '--max-new', '1'],
    audit: () => ['--replays', folder, '--snapshot', join(ROOT, 'snapshots/demo'), 'audit', '11643'],
  };
  for (const name of ['score', 'decode', 'audit'] as const)
    it(`ends ${name} with its remedy, and nothing computes in its place`, (test) => {
      const missing = probed().providers.find(({ ok }) => !ok)?.name;
      if (missing === undefined) return test.skip('every provider works here');
      for (const [args, env] of [
        [['--provider', missing], {}],
        [[], { RECROWN_PROVIDER: missing }],
      ] as const) {
        const run = recrown([...commands[name](), ...args], env);
        assert.equal(run.code, 69, run.stderr);
        assert.equal(run.stdout, '');
        assert.match(
          run.stderr,
          new RegExp(`error PROVIDER: the provider ${missing} does not work here\n.+\n.+`),
        );
      }
    });

  it('is not reached when the variable names none', () => {
    const run = recrown([...commands.score(), '--json'], { RECROWN_PROVIDER: 'rocm' });
    assert.equal(run.code, 64);
    assert.match(run.stderr, /RECROWN_PROVIDER.*Allowed choices are cpu, cuda, webgpu/);
  });

  it('is not there with cpu: its name stands in the fingerprint', () => {
    const run = recrown([...commands.score(), '--json', '--provider', 'cpu'], { RECROWN_PROVIDER: 'webgpu' });
    assert.equal(run.code, 0, run.stderr);
    const { fingerprint } = JSON.parse(run.stdout) as { fingerprint: EngineFingerprint };
    assert.equal(fingerprint.provider, 'cpu');
    assert.equal(fingerprint.selfTest?.repeats, true);
  });
});

describe('the choice of a provider', () => {
  const selfTest: SelfTest = {
    tf32: false,
    repeats: true,
    threadsAgree: true,
    rowsFrom: { whole: 1, mapped: null },
    largestError: 1e-7,
    answerSha256: { whole: 'w', mapped: 'm' },
  };
  const one = (name: Provider, change: Partial<SelfTest> | null = {}) => ({
    name,
    fingerprint: change && ({ selfTest: { ...selfTest, ...change } } as EngineFingerprint),
    why: null,
    remedy: null,
    code: 0,
  });

  it('takes the fastest that repeats its bits and rounds no factor', () => {
    const name = (...list: ReturnType<typeof one>[]) => choose(list)?.name;
    assert.equal(name(one('cpu'), one('cuda'), one('webgpu')), 'cuda');
    assert.equal(name(one('cpu'), one('cuda', { tf32: true }), one('webgpu')), 'webgpu');
    assert.equal(name(one('cpu'), one('cuda', null), one('webgpu', { repeats: false })), 'cpu');
    assert.equal(name(one('cpu', null)), undefined);
  });

  it('stands in the table beside what was measured', () => {
    const table = providerTable(
      [one('cpu'), one('cuda', { tf32: true, threadsAgree: false }), one('webgpu', null)],
      'cpu',
    );
    assert.deepEqual(
      table.map((line) => line.split(/ {2,}/)),
      [
        ['provider', 'works', 'TF32', 'repeats', 'rows from', 'threads agree', 'error'],
        ['cpu', 'yes', 'off', 'yes', '1, never', 'yes', '1.0e-7', 'chosen'],
        ['cuda', 'yes', 'ON', 'yes', '1, never', 'no', '1.0e-7'],
        ['webgpu', 'no'],
      ],
    );
  });
});
