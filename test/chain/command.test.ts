import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import { encodePayload } from '../../src/chain/codec/encodePayload.js';
import { chain } from '../../src/cli/commands/chain.js';
import type { CommandContext } from '../../src/cli/context.js';
import { blockOf, encodeSample, hotkeyNumber, metadataOf, sampleSubnet } from './sampleSubnet.js';

const BLOCK = 8_382_960;
const values = {
  ...sampleSubnet(6),
  commitments: [
    {
      hotkey: hotkeyNumber(2),
      entries: [
        { block: 8_380_001, payload: encodePayload('{"model":"a/b"}') },
        { block: 8_380_009, payload: encodePayload('\u001b[31m{"model":"a/b"}') },
      ],
    },
  ],
};

/** Runs the command on a snapshot made for it. @returns the exit code and what was printed */
async function run(block: string, json: boolean): Promise<{ code: number; out: string }> {
  const cwd = await mkdtemp(join(tmpdir(), 'recrown-test-'));
  let out = '';
  const context = {
    cwd,
    out: (text: string) => {
      out += text;
    },
    options: { json, snapshot: null, snapshots: 'snapshots' },
  } as unknown as CommandContext;
  try {
    const writer = await SnapshotWriter.create(join(cwd, 'snapshots', 'one'), {
      name: 'one',
      description: 'A synthetic subnet.',
      synthetic: true,
      recordedBy: 'a test',
      endpoints: [],
      recordedAt: '2026-06-25T00:00:00Z',
      netuid: 24,
      network: { name: 'finney', genesisHash: `0x${'2f'.repeat(32)}` },
      profile: null,
      teacher: null,
    });
    await writer.addRuntime(424, await metadataOf(424));
    await writer.addBlock({ ...blockOf(BLOCK, await encodeSample(424, values)), specVersion: 424 });
    await writer.finish();
    return { code: await chain(context, { block, endpoint: [], network: 'finney', proofs: 'auto' }), out };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

test('chain BLOCK --json is the documented document', async () => {
  const { code, out } = await run(String(BLOCK), true);
  assert.equal(code, 0);
  const document = JSON.parse(out);
  assert.deepEqual([document.schema, document.block, document.specVersion], [1, BLOCK, 424]);
  assert.deepEqual([document.trust, document.tempo, document.snapshot], ['T0', 360, { name: 'one', synthetic: true }]); // biome-ignore format: one row
  assert.match(document.hash, /^0x[0-9a-f]{64}$/);
  assert.deepEqual(document.uids, values.uids);
  assert.deepEqual(Object.keys(document.uids[0]), ['uid', 'hotkey', 'permit', 'stakeWeight', 'lastUpdate', 'registeredAt']); // biome-ignore format: one row
  const [commitment] = document.commitments;
  assert.deepEqual([commitment.hotkey, commitment.uid, commitment.chosen], [hotkeyNumber(2), 2, 1]);
  assert.deepEqual(commitment.entries[0], {
    block: 8_380_001,
    text: '{"model":"a/b"}',
    lengthPrefixed: true,
    strictText: '{"model":"a/b"}',
  });
  assert.deepEqual(document.weights[0], { uid: 0, row: [[11, 65535], [155, 7282]] }); // biome-ignore format: one row
});

test('chain BLOCK as text says that the snapshot is synthetic and keeps control characters away', async () => {
  const { out } = await run(String(BLOCK), false);
  assert.match(out, /SYNTHETIC/);
  assert.match(out, /6 UIDs, 2 with a permit, 1 with a revealed commitment/);
  assert.match(out, /u11 65535, u155 7282/);
  assert.match(out, /\\x1b\[31m\{"model":"a\/b"\}/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f]/);
});

test('a block that is no number, or is not recorded, is refused', async () => {
  for (const block of ['', 'latest', '-1', '1.5', '0x10', '4294967296', '99999999999'])
    await assert.rejects(run(block, true), { code: 'USAGE', exitCode: 64 }, block);
  await assert.rejects(run('5', true), (error: { code: string; exitCode: number; why: string }) => {
    assert.deepEqual([error.code, error.exitCode], ['NOT_RECORDED', 69]);
    return error.why.includes(String(BLOCK));
  });
});
