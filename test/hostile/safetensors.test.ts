import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { downloadFile } from '../../src/artifacts/hub/downloadFile.js';
import { modelFiles } from '../../src/artifacts/hub/modelFiles.js';
import { isAbsent } from '../../src/domain/absent.js';
import { readHeader } from '../../src/model/safetensors/readHeader.js';
import { servedFile } from '../support/loopbackHub/repository.js';
import { startLoopbackHub } from '../support/loopbackHub/startLoopbackHub.js';
import { startLoopbackNode } from '../support/loopbackNode/startLoopbackNode.js';
import { tarOf, zipOf } from './archives.js';
import { inPlace } from './place.js';
import { COMMIT, commits, hostileWorld, hubAt, payloadOf, recordRound } from './record.js';
import { failsWith } from './shown.js';

interface WeightsRow {
  readonly value: string;
  readonly bytes: () => Buffer;
  /** Tensors that are read, or the code of the error. A file that is refused has no count of parameters either. */
  readonly expect: 'SAFETENSORS' | number;
  /** Parameters that the recording counts by the header; null where it counts none. */
  readonly counted?: number | null;
}

function file(header: string | Buffer, dataBytes = 0, length?: bigint): Buffer {
  const text = Buffer.from(header as string);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([prefix, text, Buffer.alloc(dataBytes)]);
}

const entry = (dtype: string, shape: string, begin: number, end: number): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;
const F32 = (begin: number, end: number): string => entry('F32', `[${(end - begin) / 4}]`, begin, end);
const one = (body: string): string => `{"a":${body}}`;
const refused = (value: string, ...args: Parameters<typeof file>): WeightsRow => ({ value, bytes: () => file(...args), expect: 'SAFETENSORS' }); // biome-ignore format: one row

const MANY = 200_000;
const LONGEST = 100_000_000;

const ROWS: readonly WeightsRow[] = [
  { value: '1-14 a sound file', bytes: () => file(one(F32(0, 12)), 12), expect: 1, counted: 3 },
  refused('1 a header length of 0', '{}', 0, 0n),
  refused('2 a header longer than the file', '{}', 0, 3n),
  refused('3 a header length of 2^63', '{}', 0, 2n ** 63n),
  refused('3 a header length of 2^64 - 1', '{}', 0, 2n ** 64n - 1n),
  { value: '4 100 MB of spaces', bytes: () => file(Buffer.alloc(LONGEST, ' ')), expect: 'SAFETENSORS' },
  { value: '4 a sound header and 20 MB of spaces', bytes: () => file(one(F32(0, 12)).padEnd(20_000_000), 12), expect: 1, counted: null }, // biome-ignore format: one row
  { value: '5 200,000 tensors', bytes: () => file(`{${Array.from({ length: MANY }, (_, i) => `"${i}":${F32(4 * i, 4 * i + 4)}`).join()}}`, 4 * MANY), expect: 'SAFETENSORS' }, // biome-ignore format: one row
  refused('6 a tensor that stands twice', `{"a":${F32(0, 4)},"a":${F32(0, 4)}}`, 4),
  refused(
    '6 a field that stands twice',
    one('{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}'),
    4,
  ),
  refused('7 tensors that overlap', `{"a":${F32(0, 8)},"b":${F32(4, 12)}}`, 12),
  refused('7 two tensors of the same bytes', `{"a":${F32(0, 8)},"b":${F32(0, 8)}}`, 8),
  refused('8 a hole between tensors', `{"a":${F32(0, 4)},"b":${F32(8, 12)}}`, 12),
  refused('8 bytes before the first tensor', one(F32(4, 8)), 8),
  refused('9 an end beyond the file', one(F32(0, 8)), 4),
  refused('9 an end beyond 2^53', one(entry('F32', '[1]', 0, 4).replace('4]', '9007199254740993]')), 4),
  refused('10 a shape that overflows', one(entry('F32', '[4294967296,4294967296]', 0, 4)), 4),
  refused('10 a shape that overflows to nothing', one(entry('F32', '[4294967296,4294967296,0]', 0, 0))),
  refused('11 an unknown dtype', one(entry('F128', '[1]', 0, 4)), 4),
  refused('11 an element of eight bits', one(entry('F8_E4M3', '[4]', 0, 4)), 4),
  refused('11 a dtype in lower case', one(entry('f32', '[1]', 0, 4)), 4),
  refused('11 a dtype of escapes', one(entry('\\u001b[2J\\u009b', '[1]', 0, 4)), 4),
  refused('12 metadata that is a list', '{"__metadata__":[]}'),
  refused('12 metadata that is null', '{"__metadata__":null}'),
  refused('12 metadata of numbers', '{"__metadata__":{"\\u001b]0;x\\u0007\u202e":1}}'),
  refused('13 a byte order mark', `\ufeff${one(F32(0, 4))}`, 4),
  refused('13 a NUL at the end', `${one(F32(0, 4))}\0`, 4),
  refused('1-14 a tensor under escapes', `{"\u202e\\u001b[2J\u009b":${F32(0, 8)}}`, 4),
  { value: '51 a tar in place of weights', bytes: () => tarOf([{ name: '../../evil', content: 'x' }]), expect: 'SAFETENSORS' }, // biome-ignore format: one row
  {
    value: '51 a zip in place of weights',
    bytes: () => zipOf('../../evil', Buffer.from('x')),
    expect: 'SAFETENSORS',
  },
];

/** Indexes of shards: nothing reads them, so that whatever they name is not opened. */
const INDEXES: readonly (readonly [value: string, map: Readonly<Record<string, string>>])[] = [
  ['14 an index that names a missing file', { a: 'model-9.safetensors' }],
  ['14 an index that names a file twice', { a: 'model.safetensors', b: 'model.safetensors' }],
  ['14 an index that leads out', { a: '../x', b: '/etc/passwd' }],
];

const nameOf = (kind: string, at: number): string => `weights/${kind}${String(at).padStart(2, '0')}`;

test('1 to 14: hostile weights, from the commitment to their tensors', async (t) => {
  const files = ROWS.map(({ bytes }) => servedFile('model.safetensors', bytes(), true));
  const hub = await startLoopbackHub();
  for (const [at, one] of files.entries()) hub.add({ repo: nameOf('r', at), revision: COMMIT, files: [one] });
  const sound = files[0] as (typeof files)[0];
  for (const [at, [, map]] of INDEXES.entries())
    hub.add({
      repo: nameOf('index', at),
      revision: COMMIT,
      files: [
        sound,
        servedFile('config.json', '{}'),
        servedFile('model.safetensors.index.json', JSON.stringify({ metadata: {}, weight_map: map })),
      ],
    });
  const models = [...ROWS.keys()].map((at) => nameOf('r', at));
  models.push(...[...INDEXES.keys()].map((at) => nameOf('index', at)));
  const reveals = models.map((model, at) => commits(at + 1, payloadOf(model)));
  const node = await startLoopbackNode(await hostileWorld({ size: models.length + 1, reveals }));
  t.after(() => Promise.all([node.close(), hub.close()]));
  await inPlace(async (data) => {
    const client = hubAt(data, hub.url);
    const wanted = (at: number) => ({ kind: 'models', repo: nameOf('r', at), revision: COMMIT, path: 'model.safetensors', size: files[at]?.size ?? 0, sha256: files[at]?.sha256 ?? '' }) as const; // biome-ignore format: one row
    await downloadFile(client, wanted(0));
    const { snapshot } = await recordRound(data, [node.wsUrl], client, new Set(['manifests']));
    assert.deepEqual(snapshot.index.unresolved, []);
    for (const [at, { value, expect, counted = null }] of ROWS.entries())
      await t.test(value, async () => {
        assert.equal(snapshot.manifest(nameOf('r', at), COMMIT)?.safetensorsTotal, counted);
        const got = await downloadFile(client, wanted(at));
        assert.ok(!isHubTrouble(got));
        if (typeof expect === 'string') await failsWith(expect, () => readHeader(got.path));
        else assert.equal((await readHeader(got.path)).tensors.size, expect);
      });
    for (const [at, [value]] of INDEXES.entries())
      await t.test(value, () => {
        const manifest = snapshot.manifest(nameOf('index', at), COMMIT);
        assert.ok(manifest !== null);
        const found = modelFiles(snapshot, manifest);
        assert.ok(!isAbsent(found));
        assert.deepEqual(found.weightPaths, [snapshot.objectPath(sound)]);
      });
  });
});
