import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decode_proof } from '@acala-network/chopsticks-executor';
import { openProof } from '../../../src/chain/proof/readProof.js';

const RECORDED = join(process.env.RECROWN_ROOT ?? '.', 'test/chain/proof/relayProof.json');

test('a proof that a node of a relay chain made is read as a library reads it', async () => {
  const { nodes, stateRoot } = JSON.parse(readFileSync(RECORDED, 'utf8'));
  const reader = openProof(nodes, stateRoot);
  const pairs: [string, string][] = await decode_proof(stateRoot, nodes);
  assert.equal(pairs.length, 13);
  for (const [key, expected] of pairs) {
    const answer = reader.read(key);
    assert.ok(answer.state === 'present', key);
    assert.equal(`0x${Buffer.from(answer.value).toString('hex')}`, expected);
    // The key names the end of the path; what stands below or beside it is open or absent, never a value.
    assert.notEqual(reader.read(`${key}00`).state, 'present');
    assert.notEqual(reader.read(key.slice(0, -2)).state, 'present');
  }
});

test('each item of a recorded proof is needed, and a library that leaves one out says nothing of it', async () => {
  const { nodes, stateRoot } = JSON.parse(readFileSync(RECORDED, 'utf8'));
  const pairs: [string, string][] = await decode_proof(stateRoot, nodes);
  for (let i = 0; i < nodes.length; i++) {
    const reader = openProof(nodes.toSpliced(i, 1), stateRoot);
    const states = pairs.map(([key]) => reader.read(key).state);
    assert.ok(states.every((state) => state !== 'absent'));
    assert.ok(states.includes('incomplete'), `item ${i}`);
  }
});
