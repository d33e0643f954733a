import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { readRemoteHeader } from '../../src/artifacts/hub/readRemoteHeader.js';
import { FAULTS } from '../support/loopbackHub/fault.js';
import { servedFile } from '../support/loopbackHub/repository.js';
import { COMMIT, filesBelow, REPO, wanted, withHub } from './hubWorld.js';

function safetensors(length: bigint, json: string, weights = 0): Buffer {
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(length);
  return Buffer.concat([head, Buffer.from(json), Buffer.alloc(weights)]);
}

const HEADER = '{"w":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]}}';
const LONG = HEADER.padEnd(400_000, ' ');

test('the header of weights is read by range, without the weights', () =>
  withHub(async ({ server, hub, folder }) => {
    const short = servedFile(
      'short.safetensors',
      safetensors(BigInt(HEADER.length), HEADER, 2_000_000),
      true,
    );
    const long = servedFile('long.safetensors', safetensors(BigInt(LONG.length), LONG, 2_000_000), true);
    server.add({ repo: REPO, revision: COMMIT, files: [short, long] });
    for (const [file, json, calls] of [
      [short, HEADER, 1],
      [long, LONG, 2],
    ] as const) {
      server.calm();
      const found = await readRemoteHeader(hub, wanted(file));
      assert.ok(!isHubTrouble(found), JSON.stringify(found));
      assert.equal(found.size, file.size);
      assert.equal(Buffer.from(found.bytes).subarray(8).toString(), json);
      const asked = server.seen.filter((one) => one.host === 'files');
      assert.equal(asked.length, calls);
      assert.ok(asked.every((one) => /^bytes=0-\d+$/.test(String(one.headers.range))));
    }
    server.order(/files/, { kind: 'range-ignored' }, 1);
    assert.ok(
      !isHubTrouble(await readRemoteHeader(hub, wanted(short))),
      'a server without ranges is cut off',
    );
    server.order(/files/, { kind: 'truncate', after: 3 }, 1);
    assert.ok(!isHubTrouble(await readRemoteHeader(hub, wanted(short))), 'a cut answer is asked for again');
    assert.deepEqual(await filesBelow(folder), []);
  }));

test('headers that cannot be are states, without reading more', () =>
  withHub(async ({ server, hub }) => {
    let count = 0;
    const state = async (bytes: Buffer, limit?: number): Promise<string> => {
      count += 1;
      const file = servedFile('model.safetensors', bytes, true);
      server.add({ repo: `org/r${count}`, revision: COMMIT, files: [file] });
      const found = await readRemoteHeader(hub, wanted(file, `org/r${count}`), limit);
      return isHubTrouble(found) ? found.state : 'given';
    };
    assert.equal(await state(safetensors(0n, '', 8)), 'given');
    assert.equal(await state(Buffer.alloc(0)), 'unreachable');
    assert.equal(await state(Buffer.alloc(7)), 'unreachable');
    assert.equal(await state(safetensors(1000n, HEADER)), 'unreachable');
    assert.equal(await state(safetensors(2n ** 63n, HEADER)), 'too-large');
    assert.equal(await state(safetensors(100_000_001n, HEADER), 1e9), 'too-large');
    assert.equal(await state(safetensors(BigInt(LONG.length), LONG), 1000), 'too-large');
    server.order(/hub/, FAULTS.gated(403), 1);
    assert.equal(await state(safetensors(BigInt(HEADER.length), HEADER)), 'gated');
    server.order(/files/, { kind: 'other-range' }, 1);
    server.order(/files/, { kind: 'header', name: 'content-range', value: 'bytes 5-9/10' }, 1);
    assert.equal(await state(safetensors(BigInt(HEADER.length), HEADER)), 'given');
    assert.equal(await state(safetensors(BigInt(HEADER.length), HEADER)), 'unreachable');
  }));
