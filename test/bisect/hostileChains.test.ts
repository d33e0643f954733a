import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ChainPrompt, HashChain } from '../../src/domain/hashChain.js';
import { headOf } from '../../src/domain/hashChain.js';
import { DamagedError } from '../../src/errors/artifact.js';
import { UsageError } from '../../src/errors/input.js';
import { CHAIN_KIND } from '../../src/replay/bisect/parseChain.js';
import { readChain } from '../../src/replay/bisect/readChain.js';
import { readLayerFile } from '../../src/replay/bisect/readLayerFile.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { chain, hex, pass, prompt, TEXT, withRound } from './chains.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-chains-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = { cwd: folder, replays: join(folder, 'replays') };

function fileOf(text: string): string {
  const path = join(folder, 'chain.json');
  writeFileSync(path, text);
  return path;
}
const document = (value: HashChain) => ({ schema: 1, kind: CHAIN_KIND, ...value });
const read = (value: unknown) => readChain(fileOf(JSON.stringify(value)), place);
const first = (change: Parameters<typeof withRound>[2]) => document(withRound(chain(), 11643, change));

test('a chain file gives the chain that was written', () => {
  assert.deepEqual(read(document(chain())).chain, chain());
  assert.deepEqual(read({ ...document(chain()), later: [1] }).chain, chain(), 'later fields are passed over');
});

const LINKS = [hex(100), hex(101), hex(102)];
for (const [name, value, why] of [
  ['another kind', { ...document(chain()), kind: 'score' }, /its kind is not/],
  ['no object', [1, 2], /its kind is not/],
  ['null', null, /its kind is not/],
  ['another schema', { ...document(chain()), schema: '1' }, /its schema is not 1/],
  ['a newer schema', { ...document(chain()), schema: 2 }, /has format 2/],
  ['no rounds', { ...document(chain()), rounds: null }, /rounds/],
  [
    'rounds out of order',
    document({ ...chain(), rounds: chain().rounds.toReversed() }),
    /stands after round/,
  ],
  [
    'a number for a link',
    first(() => ({ passes: [pass(null, LINKS, { links: [1] as never })] })),
    /links: a list of sha256/,
  ],
  [
    'a link in capitals',
    first(() => ({ passes: [pass(null, LINKS, { links: ['AB'.repeat(32)] })] })),
    /links: a list/,
  ],
  ['a short link', first(() => ({ passes: [pass(null, LINKS, { links: ['ab'] })] })), /links: a list/],
  ['no link', first(() => ({ passes: [pass(null, [])] })), /it has no link/],
  [
    'more links than prompts',
    first(() => ({ passes: [pass(null, [...LINKS, hex(1)])] })),
    /more links than the text/,
  ],
  ['a text that is not there', first(() => ({ texts: [] })), /more links than the text/],
  [
    'a head of other links',
    first(() => ({ passes: [pass(null, LINKS, { head: headOf([]) })] })),
    /head does not follow/,
  ],
  ['a pass twice', first(() => ({ passes: [pass(1, LINKS), pass(1, LINKS)] })), /it stands there twice/],
  ['a teacher with a uid', first(() => ({ passes: [pass(1, LINKS, { role: 'teacher' })] })), /nobody else/],
  ['a king without one', first(() => ({ passes: [pass(null, LINKS, { role: 'king' })] })), /nobody else/],
  ['a uid of no subnet', first(() => ({ passes: [pass(70_000, LINKS)] })), /uid/],
  [
    'a fraction of a prompt',
    first(() => ({ texts: [{ capture: TEXT, prompts: [prompt(0.5)] }] })),
    /prompts/,
  ],
  [
    'prompts that are null',
    first(() => ({ texts: [{ capture: TEXT, prompts: [null as never] }] })),
    /prompts/,
  ],
  ['one text twice', first(({ texts }) => ({ texts: [...texts, ...texts] })), /one text twice/],
] as const)
  test(`${name} is refused with one clear error`, () => {
    assert.throws(
      () => read(value),
      (error: DamagedError) => {
        assert.ok(error instanceof DamagedError);
        assert.match(`${error.message} ${error.why}`, why);
        return true;
      },
    );
  });

test('NaN, a cut file and a file that is no JSON are refused', () => {
  const text = JSON.stringify(document(chain()));
  for (const bad of [text.replace('"index":2', '"index":NaN'), text.slice(0, -20), '', '\u0000', '[[[[[['])
    assert.throws(() => readChain(fileOf(bad), place), /cannot be used/);
  assert.throws(() => readChain(fileOf(text.replace('"index":2', '"index":1e999')), place), DamagedError);
  const path = fileOf(text);
  truncateSync(path, 0);
  assert.throws(() => readChain(path, place), DamagedError);
});

test('a million links are read, a million faults are one', () => {
  const links = new Array<string>(1_000_000).fill(hex(100));
  const prompts = new Array<ChainPrompt>(1_000_000).fill(prompt(0));
  const large = first(() => ({ texts: [{ capture: TEXT, prompts }], passes: [pass(null, links)] }));
  assert.equal(read(large).chain.rounds[0]?.passes[0]?.links.length, 1_000_000);
  const wrong = new Array<string>(1_000_000).fill('x');
  const bad = first(() => ({ passes: [pass(null, LINKS, { links: wrong })] }));
  assert.throws(() => read(bad), /holds no hash chain/);
});

test('what is neither a replay nor a file is named', () => {
  for (const text of ['abcdef', './nowhere.json', folder, ''])
    assert.throws(() => readChain(text, place), UsageError);
});

test('a replay of a version without links is told apart from a damaged one', () => {
  const start = {
    type: 'start',
    schema: 1,
    id: 'aaaaaa',
    spec: {
      recrown: { version: '0.1.0', source: 's' },
      snapshot: { name: 'n', digest: hex(1), agreed: true },
      netuid: 24,
      rounds: [7],
      engine: hex(2),
    },
    synthetic: true,
    profile: null,
    fingerprint: {
      engine: 'e',
      onnxruntime: '1',
      nativeSha256: hex(3),
      provider: 'cpu',
      cpu: 'c',
      cpuFlags: '',
      arch: 'x64',
      sessionOptions: {},
      threads: 1,
      digest: hex(2),
    },
  } as const;
  const base = { roundId: 7, capture: TEXT } as const;
  const plan = {
    type: 'plan',
    roundId: 7,
    prompts: 1,
    passes: [{ uid: null, role: 'teacher', capture: TEXT, form: 'contrib', prompts: 1 }],
  } as const;
  const replayOf = (id: string, more: object) => {
    const journal = createJournal(join(folder, 'replays/sn24'), { ...start, id }, false);
    journal.append(plan);
    journal.append({ type: 'teacher', ...base, from: 0, count: 1, sha256: hex(4), ...more });
    journal.seal();
    return id;
  };
  assert.throws(() => readChain(replayOf('aaaaaa', {}), place), /holds no hash chain/);
  assert.throws(() => readChain('aaaaaa', place), UsageError);
  const sound = readChain(replayOf('bbbbbb', { links: [hex(5)], prompts: [prompt(0)] }), place).chain;
  assert.deepEqual(sound.rounds[0]?.passes, [pass(null, [hex(5)], { revision: null })]);
  for (const [id, more] of [
    ['cccccc', { links: 'no list', prompts: [prompt(0)] }],
    ['dddddd', { links: [hex(5)], prompts: [] }],
    ['eeeeee', { links: [5], prompts: [prompt(0)] }],
    ['ffffff', { links: [hex(5)], capture: 3 }],
  ] as const)
    assert.throws(() => readChain(replayOf(id, more), place), DamagedError, id);
});

test('a layer file is held against its form', () => {
  const layers = { ids: hex(1), form: 'contrib', digests: [{ layer: 0, sha256: hex(2) }] };
  const good = { schema: 1, layers, fingerprint: { digest: hex(3) } };
  const given = (value: unknown) => readLayerFile(fileOf(JSON.stringify(value)), folder);
  assert.deepEqual(given(good).run, { form: 'contrib', engine: hex(3), digests: layers.digests });
  const values = (f32: string, width = 1) => ({
    ...good,
    layers: { ...layers, values: { layer: 0, width, f32 } },
  });
  assert.deepEqual(given(values('AACAPwAAAMA=')).values?.hidden, Float32Array.of(1, -2));
  for (const bad of [
    {},
    { ...good, schema: 2 },
    { ...good, layers: { ...layers, digests: [] } },
    { ...good, layers: { ...layers, digests: [{ layer: 1, sha256: hex(2) }] } },
    { ...good, layers: { ...layers, digests: [{ layer: 0, sha256: 'x' }] } },
    { ...good, layers: { ...layers, form: 'other' } },
    values('AACAPwAAAMA'),
    values('AACAPwAAAMA=', 3),
    values('%%%%'),
  ])
    assert.throws(() => given(bad), DamagedError, JSON.stringify(bad));
  assert.throws(() => readLayerFile('nowhere.json', folder), DamagedError);
});
