import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calculate_state_root, decode_proof } from '@acala-network/chopsticks-executor';
import { validateProofs } from '@polkadot-api/substrate-bindings';
import fc from 'fast-check';
import { openProof } from '../../../src/chain/proof/readProof.js';
import { buildTrie } from '../../support/trie/buildTrie.js';
import { anyEntries, type Entries, NAMED, neighbours } from './trieCases.js';

const VERSIONS = [0, 1] as const;

function text(value: Uint8Array): string {
  return `0x${Buffer.from(value).toString('hex')}`;
}

/** Root, proofs and answers of one trie against both libraries. */
async function agree(entries: Entries, stateVersion: 0 | 1, asked: readonly string[]): Promise<void> {
  const trie = buildTrie(entries, stateVersion);
  assert.equal(trie.root, await calculate_state_root([...entries], stateVersion), 'root');

  const proof = trie.proof(asked);
  const reader = openProof(proof, trie.root);
  const decoded = new Map<string, string>(await decode_proof(trie.root, proof));
  for (const key of asked) {
    const expected = entries.get(key);
    const answer = reader.read(key);
    if (expected === undefined) assert.deepEqual(answer, { state: 'absent' }, key);
    else {
      assert.ok(answer.state === 'present', `${key} is ${answer.state}`);
      assert.equal(text(answer.value), expected);
      assert.equal(decoded.get(key), expected, `decode_proof ${key}`);
    }
  }
  for (const [key, value] of decoded) assert.equal(entries.get(key), value, `decode_proof ${key}`);
  if (asked.length > 0 && entries.size > 0) assert.equal(validateProofs(proof)?.rootHash, trie.root);
}

for (const stateVersion of VERSIONS) {
  for (const [name, entries] of Object.entries(NAMED))
    test(`roots and proofs agree with two libraries: ${name}, state version ${stateVersion}`, async () => {
      await agree(entries, stateVersion, [...entries.keys(), ...neighbours(entries)]);
      for (const key of [...entries.keys(), ...neighbours(entries)])
        await agree(entries, stateVersion, [key]);
    });

  test(`roots and proofs of random tries agree with two libraries, state version ${stateVersion}`, async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, fc.infiniteStream(fc.boolean()), async (entries, coin) => {
        const asked = [...entries.keys(), ...neighbours(entries)].filter(() => coin.next().value);
        await agree(entries, stateVersion, asked);
      }),
      { numRuns: 150 },
    );
  });
}
