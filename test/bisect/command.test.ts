import assert from 'node:assert/strict';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { findRepository } from '../../src/artifacts/hub/findRepository.js';
import { modelFiles } from '../../src/artifacts/hub/modelFiles.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.js';
import { type ChainPass, type HashChain, headOf } from '../../src/domain/hashChain.js';
import type { RepositoryManifest } from '../../src/domain/snapshot.js';
import { ROOT, recrown, recrownUntil } from '../cli/process.js';
import { plantedIn } from '../replay/planted.js';
import { straightAudit } from '../support/straightAudit.js';

const DEMO = join(ROOT, 'snapshots/demo');
const ROUND = plantedIn(DEMO).rounds[0]?.roundId ?? 0;
const folder = mkdtempSync(join(tmpdir(), 'recrown-bisect-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const replays = join(folder, 'r');
const mine = join(folder, 'mine.json');
let id: string;
let chain: HashChain;
const bisect = (...args: string[]) =>
  recrown(['--replays', replays, '--snapshot', DEMO, '--json', 'bisect', ...args]);

before(() => {
  const { replays: made, ended, roundId } = straightAudit();
  assert.equal(roundId, ROUND);
  cpSync(made, replays, { recursive: true });
  id = /replay ([0-9a-f]{6})/.exec(ended.stderr)?.[1] ?? '';
  const exported = bisect('--export', id);
  assert.equal(exported.code, 0, exported.stderr);
  writeFileSync(mine, exported.stdout);
  chain = JSON.parse(exported.stdout);
});

/** A chain file in which one link of a pass is another. */
function altered(name: string, role: ChainPass['role'], position: number): string {
  const rounds = chain.rounds.map((round) => ({
    ...round,
    passes: round.passes.map((pass) => {
      if (pass.role !== role) return pass;
      const links = pass.links.map((link, i) => (i === position ? sha256Hex(link) : link));
      return { ...pass, links, head: headOf(links) };
    }),
  }));
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...chain, rounds }));
  return path;
}

test('a replay and its own chain file are L0 identical', () => {
  const run = bisect(id, mine);
  assert.equal(run.code, 0, run.stderr);
  const { equal, sameEngine, equalLinks, first } = JSON.parse(run.stdout);
  assert.deepEqual([equal, sameEngine, first], [true, true, null]);
  assert.equal(
    equalLinks,
    chain.rounds[0]?.passes.reduce((sum, { links }) => sum + links.length, 0),
  );
  assert.match(
    recrown(['--replays', replays, 'bisect', id, mine]).stdout,
    /^L0 identical: \d+ links of 1 round/m,
  );
});

test('every pass has a head that show repeats', () => {
  const shown = JSON.parse(recrown(['--replays', replays, '--json', 'show', String(ROUND)]).stdout) as {
    chains: (Omit<ChainPass, 'links'> & { prompts: number })[];
  };
  const passes = chain.rounds[0]?.passes ?? [];
  assert.deepEqual(
    shown.chains,
    passes.map(({ links, ...pass }) => ({ ...pass, prompts: links.length })),
  );
  assert.deepEqual(
    [...new Set(passes.map(({ role }) => role))],
    ['teacher', 'king', 'challenger', 'control'],
  );
  assert.ok(passes.every(({ links }) => links.length === chain.rounds[0]?.texts[0]?.prompts.length));
  // King and control run the same model on the same prompts, in two forms.
  assert.equal(new Set(passes.map(({ head }) => head)).size, passes.length);
  const text = recrown(['--replays', replays, 'show', String(ROUND)]).stdout;
  assert.ok(text.includes(`hash chain  teacher ${passes[0]?.head.slice(0, 12)}  king u`));
});

test('a prompt whose numbers differ is named, and its layers in both forms', () => {
  const run = bisect(id, altered('king.json', 'king', 5), '--layers', '--form', 'contrib', '--form', 'plain');
  assert.equal(run.code, 11, run.stderr);
  const { first, layers } = JSON.parse(run.stdout);
  assert.equal(first.kind, 'results');
  assert.equal(first.pass.role, 'king');
  assert.deepEqual(first.a, chain.rounds[0]?.texts[0]?.prompts[5]);
  assert.deepEqual(
    layers.runs.map(({ form }: { form: string }) => form),
    ['contrib', 'plain'],
  );
  assert.equal(layers.first.layer, 0);
  const { difference } = layers.first.largest;
  assert.ok(difference > 0 && difference < 1e-4, String(difference));
});

test("the other party's layers are held against a run here, with values and without", async () => {
  const theirs = altered('teacher.json', 'teacher', 3);
  const here = JSON.parse(bisect(id, theirs, '--layers').stdout).layers;
  const input = join(folder, 'input.json');
  writeFileSync(input, JSON.stringify(here.request));
  const teacher = await modelFolder();
  const scored = (form: string, ...more: string[]) => {
    const run = recrown([
      '--json',
      'score',
      '--model',
      teacher,
      '--input',
      input,
      '--form',
      form,
      '--layers',
      ...more,
    ]);
    assert.equal(run.code, 0, run.stderr);
    const path = join(folder, `layers-${form}.json`);
    writeFileSync(path, run.stdout);
    return path;
  };
  const against = (...args: string[]) =>
    JSON.parse(bisect(id, theirs, '--layers', ...args).stdout).layers.first;
  assert.equal(against('--against', scored('contrib')), null, 'the same form gives the same layers');
  const bare = against('--against', scored('plain'), '--form', 'contrib');
  assert.deepEqual(bare, { layer: 0, largest: null });
  const whole = against('--against', scored('plain', '--layer-values', '0'), '--form', 'contrib');
  assert.equal(whole.layer, 0);
  assert.ok(whole.largest.difference > 0 && whole.largest.difference < 1e-4);
  writeFileSync(input, JSON.stringify({ ids: [1, 2, 3], rows: [0] }));
  const other = bisect(id, theirs, '--layers', '--against', scored('contrib'));
  assert.equal(other.code, 64);
  assert.match(other.stderr, /it ran other tokens/);
});

/** The demo's teacher as a model folder: its files are objects of the snapshot. */
async function modelFolder(): Promise<string> {
  const snapshot = await openSnapshot(DEMO);
  const { repo = '', revision = '' } = snapshot.index.teacher ?? {};
  const files = modelFiles(snapshot, findRepository(snapshot, repo, revision) as RepositoryManifest);
  assert.ok('configPath' in files);
  const made = join(folder, 'teacher');
  mkdirSync(made);
  copyFileSync(files.configPath, join(made, 'config.json'));
  copyFileSync(files.weightPaths[0] as string, join(made, 'model.safetensors'));
  return made;
}

for (const [name, args, code, text] of [
  ['one side only', () => [mine], 64, /takes two replays/],
  ['a side that is nothing', () => [mine, 'nothing.json'], 64, /no replay and no chain file/],
  ['a cut chain file', () => [mine, cut()], 13, /cannot be used/],
  ['a round that is not in it', () => [mine, mine, '--round', '7'], 64, /holds no chain of round 7/],
  ['an export of two', () => ['--export', mine, mine], 64, /--export writes the chain of one/],
  ['a form without layers', () => [mine, mine, '--form', 'plain'], 64, /used with --layers only/],
  ['an unknown form', () => [mine, mine, '--layers', '--form', 'fast'], 64, /known are contrib, plain/],
  [
    'two forms against one',
    () => [mine, mine, '--layers', '--form', 'plain', '--form', 'contrib', '--against', mine],
    64,
    /one run/,
  ],
  ['a layer file that is none', () => [mine, mine, '--layers', '--against', mine], 13, /layer file/],
] as const)
  test(`${name}: exit ${code} and one clear error`, () => {
    const run = bisect(...args());
    assert.equal(run.code, code, run.stderr);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, text);
    assert.doesNotMatch(run.stderr, /\bat .*\.js:/);
  });

function cut(): string {
  const path = join(folder, 'cut.json');
  writeFileSync(path, readFileSync(mine, 'utf8').slice(0, -100));
  return path;
}

test('links that do not repeat after an interruption end the run, and nothing is overwritten', async () => {
  const again = join(folder, 'again');
  const args = [
    '--replays',
    again,
    '--snapshot',
    DEMO,
    'audit',
    String(ROUND),
    '--duel-only',
    '--fail-on',
    'never',
  ];
  await recrownUntil(args, /king u\d+ {2}/, 'SIGKILL');
  const names = readdirSync(join(again, 'sn24'));
  const path = join(again, 'sn24', names.find((one) => one.endsWith('.journal')) ?? '');
  // One bit of one of the teacher's links is another, in a journal that is sound; its work file is gone.
  let prev = '0'.repeat(64);
  const whole = readFileSync(path, 'utf8');
  const lines = whole
    .slice(0, whole.lastIndexOf('\n'))
    .split('\n')
    .map((line) => {
      const { n, record } = JSON.parse(line);
      if (record.type === 'teacher') record.links[0] = sha256Hex(record.links[0]);
      const text = canonicalJson({ n, prev, record });
      prev = sha256Hex(text);
      return text;
    });
  writeFileSync(path, `${lines.join('\n')}\n`);
  rmSync(path.replace('.journal', '.work'), { recursive: true });
  const run = recrown(args);
  assert.equal(run.code, 70, run.stderr);
  assert.match(run.stderr, /NON_DETERMINISM.*teacher's numbers of round \d+ do not repeat/);
  assert.equal(readFileSync(path, 'utf8').startsWith(`${lines.join('\n')}\n`), true);
});
