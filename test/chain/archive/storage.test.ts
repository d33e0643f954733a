import assert from 'node:assert/strict';
import test from 'node:test';
import { PageSize } from '../../../src/chain/archive/pageSize.js';
import { BLOCK, changes, key, keys, open, plantedValue, startNode } from './openForTest.js';
import type { Reply, WireCall } from './wireNode.js';

const expected = (names: readonly string[]) => names.map((name) => [name, plantedValue(name)]);
const asked = (call: WireCall): string[] => call.params[0] as string[];
const sizes = (seen: readonly WireCall[]): number[] =>
  seen.filter((call) => call.method === 'state_queryStorageAt').map((call) => asked(call).length);

const set = (entries: unknown, block: unknown = BLOCK): Reply => ({ result: [{ block, changes: entries }] });

const BAD: readonly (readonly [string, Reply])[] = [
  ['a key left out', set([[key(1), '0x01']])],
  [
    'a key twice',
    set([
      [key(1), '0x01'],
      [key(1), '0x01'],
      [key(2), null],
    ]),
  ],
  [
    'a key that was not asked for',
    set([
      [key(1), '0x01'],
      [key(2), null],
      [key(3), null],
    ]),
  ],
  [
    'another key in place of one',
    set([
      [key(1), '0x01'],
      [key(3), null],
    ]),
  ],
  [
    'half a byte',
    set([
      [key(1), '0x1'],
      [key(2), null],
    ]),
  ],
  [
    'a value without 0x',
    set([
      [key(1), '01'],
      [key(2), null],
    ]),
  ],
  [
    'a number as value',
    set([
      [key(1), 1],
      [key(2), null],
    ]),
  ],
  ['a value left out', set([[key(1)], [key(2), null]])],
  ['changes that are no list', set({ [key(1)]: '0x01' })],
  [
    'another block',
    set(
      [
        [key(1), '0x01'],
        [key(2), null],
      ],
      `0x${'cd'.repeat(32)}`,
    ),
  ],
  [
    'two change sets',
    {
      result: [
        { block: BLOCK, changes: [] },
        { block: BLOCK, changes: [] },
      ],
    },
  ],
  ['null', { result: null }],
];

for (const [name, reply] of BAD)
  test(`a bulk answer with ${name} is not used`, async (context) => {
    const node = await startNode(context, ({ method }) =>
      method === 'state_queryStorageAt' ? reply : undefined,
    );
    const archive = await open(context, [node.ws]);
    await assert.rejects(archive.getStorage([key(1), key(2)], BLOCK), { code: 'CHAIN_BAD_ANSWER' });
    assert.deepEqual(sizes(node.seen), [2, 2, 2], 'tried again twice');
  });

test('one spoiled answer is no failure, and loses no other call of the connection', async (context) => {
  for (const reply of [
    { raw: '<html>' },
    { raw: '{"jsonrpc":"2.0","id":999,"result":[]}' },
    set([]),
  ] as const) {
    const node = await startNode(context, ({ method }, count) =>
      method === 'state_queryStorageAt' && (count === 1 || count === 4) ? reply : undefined,
    );
    const archive = await open(context, [node.ws]);
    assert.deepEqual(await archive.getStorage(keys(500), BLOCK), expected(keys(500)));
  }
});

test('an empty bulk answer means that the block is unknown', async (context) => {
  const node = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt' ? { result: [] } : undefined,
  );
  const archive = await open(context, [node.ws]);
  await assert.rejects(archive.getStorage([key(1)], BLOCK), { code: 'CHAIN_BLOCK_UNKNOWN' });
});

test('keys may come back in any order and with other letters', async (context) => {
  const node = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt'
      ? set(
          [
            [key(2), null],
            [`0x${key(0xab).slice(2).toUpperCase()}`, '0xAB'],
          ],
          `0x${'AB'.repeat(32)}`,
        )
      : undefined,
  );
  const archive = await open(context, [node.ws]);
  assert.deepEqual(await archive.getStorage([key(0xab), key(2)], BLOCK), [
    [key(0xab), '0xab'],
    [key(2), null],
  ]);
});

test('no keys need no call', async (context) => {
  const node = await startNode(context);
  const archive = await open(context, [node.ws]);
  assert.deepEqual(await archive.getStorage([], BLOCK), []);
  assert.deepEqual(sizes(node.seen), []);
});

test('pages begin at 50 keys and a key is asked for once', async (context) => {
  const node = await startNode(context);
  const archive = await open(context, [node.ws]);
  const names = keys(130);
  assert.deepEqual(await archive.getStorage([...names, ...names], BLOCK), expected([...names, ...names]));
  assert.deepEqual(sizes(node.seen), [50, 50, 30]);
});

test('reads of one key at one block share the answer while it is on its way', async (context) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const node = await startNode(context, async (call) => {
    if (call.method !== 'state_queryStorageAt') return undefined;
    await held;
    return changes(call);
  });
  const archive = await open(context, [node.ws]);
  const other = `0x${'cd'.repeat(32)}` as const;
  const reads = [
    archive.getStorage([key(1), key(2)], BLOCK),
    archive.getStorage([key(2), key(3)], BLOCK),
    archive.getStorage([key(2)], other),
  ];
  release();
  assert.deepEqual(await Promise.all(reads), [
    expected([key(1), key(2)]),
    expected([key(2), key(3)]),
    expected([key(2)]),
  ]);
  const wire = node.seen.filter(({ method }) => method === 'state_queryStorageAt').map(asked);
  assert.deepEqual(wire, [[key(1), key(2)], [key(3)], [key(2)]]);
  await archive.getStorage([key(2)], BLOCK);
  assert.equal(archive.calls().state_queryStorageAt, 4, 'nothing is kept after the answer');
});

test('a failed read fails all that share it, and the next read asks again', async (context) => {
  const node = await startNode(context, ({ method }, count) =>
    method === 'state_queryStorageAt' && count === 0
      ? { error: { code: 4003, message: 'State already discarded' } }
      : undefined,
  );
  const archive = await open(context, [node.ws]);
  const reads = await Promise.allSettled([
    archive.getStorage([key(1)], BLOCK),
    archive.getStorage([key(1)], BLOCK),
  ]);
  for (const read of reads)
    assert.equal(read.status === 'rejected' && read.reason.code, 'CHAIN_STATE_PRUNED');
  assert.deepEqual(await archive.getStorage([key(1)], BLOCK), expected([key(1)]));
});

for (const [name, reply] of [
  ['the node finds the answer too large', { error: { code: -32008, message: 'Response is too big' } }],
  ['the node runs out of time', { error: { code: -32000, message: 'upstream request timed out' } }],
  ['the node is silent', 'silence'],
] as const)
  for (const transport of ['ws', 'http'] as const)
    test(`pages halve over ${transport} while ${name}`, async (context) => {
      const node = await startNode(context, (call) =>
        call.method === 'state_queryStorageAt' && asked(call).length > 10 ? reply : undefined,
      );
      const options = { concurrency: 1, maxRetries: 8, timeoutMs: reply === 'silence' ? 400 : 5_000 };
      const archive = await open(context, [node[transport]], options);
      const names = keys(60);
      assert.deepEqual(await archive.getStorage(names, BLOCK), expected(names));
      assert.deepEqual(sizes(node.seen), [50, 25, 12, 6, 6, 6, 6, 6, 6, 6, 6, 7, 5]);
    });

for (const transport of ['ws', 'http'] as const)
  test(`an answer over the limit is not taken in over ${transport}: pages halve, one key fails`, async (context) => {
    const node = await startNode(context, (call) =>
      call.method === 'state_queryStorageAt' && asked(call).includes(key(9))
        ? set(
            asked(call).map((name) => [
              name,
              name === key(9) ? `0x${'00'.repeat(9_000)}` : plantedValue(name),
            ]),
          )
        : undefined,
    );
    const archive = await open(context, [node[transport]], { maxAnswerBytes: 4_000, concurrency: 1 });
    const names = keys(8);
    await assert.rejects(archive.getStorage(keys(12), BLOCK), {
      code: 'CHAIN_BAD_ANSWER',
      why: /larger than this program accepts/,
    });
    assert.deepEqual(await archive.getStorage(names, BLOCK), expected(names));
  });

test('page size: halves once for pages that fail together, grows after full pages, up to 100', () => {
  const size = new PageSize(50);
  size.failed(50);
  size.failed(50);
  assert.equal(size.keys, 25);
  size.failed(1);
  assert.equal(size.keys, 1);
  const grown = new PageSize(90);
  for (let page = 0; page < 8; page += 1) grown.answered(3);
  assert.equal(grown.keys, 90, 'small pages show nothing');
  for (let page = 0; page < 100; page += 1) grown.answered(grown.keys);
  assert.equal(grown.keys, 100);
  assert.equal(new PageSize(5_000).keys, 100);
});

test('a proof of many keys is asked in pages and put together', async (context) => {
  const node = await startNode(context, (call) =>
    call.method === 'state_getReadProof'
      ? { result: { at: BLOCK, proof: ['0xff', ...asked(call).slice(0, 1)] } }
      : undefined,
  );
  const archive = await open(context, [node.http]);
  assert.deepEqual(await archive.getReadProof(keys(600), BLOCK), [key(0), key(256), key(512), '0xff']);
});

test('a node without proofs gives null and is asked for one once', async (context) => {
  const node = await startNode(context);
  const archive = await open(context, [node.ws]);
  assert.equal(await archive.getReadProof([key(1)], BLOCK), null);
  assert.equal(await archive.getReadProof([key(2)], BLOCK), null);
  assert.equal(archive.calls().state_getReadProof, 1);
});

for (const [name, result] of [
  ['of another block', { at: `0x${'cd'.repeat(32)}`, proof: ['0x00'] }],
  ['with a node that is not hex', { at: BLOCK, proof: ['0x00', 'zz'] }],
  ['of too many nodes', { at: BLOCK, proof: Array(70_000).fill('0x00') }],
  ['without nodes', { at: BLOCK }],
] as const)
  test(`a proof ${name} is not used`, async (context) => {
    const node = await startNode(context, ({ method }) =>
      method === 'state_getReadProof' ? { result } : undefined,
    );
    const archive = await open(context, [node.ws]);
    await assert.rejects(archive.getReadProof([key(1)], BLOCK), { code: 'CHAIN_BAD_ANSWER' });
  });
