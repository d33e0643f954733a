// Time that a key of a read proof takes: opening the proof (one hash per item) and walking to the key. The trie has the
// keys of one subnet of 256 neurons among others; state version 1.
import { blake2b } from '@noble/hashes/blake2.js';
import { openProof } from '../src/chain/proof/readProof.js';
import { buildTrie } from '../test/support/trie/buildTrie.js';

const RUNS = 31;
const MAPS = 16;
const KEYS_PER_MAP = 256;

const digest = (name: string, bytes: number): string =>
  Buffer.from(blake2b(Buffer.from(name), { dkLen: bytes })).toString('hex');

/** Pallet and item as a twox128 would give them, netuid, neuron. */
function entries(): [string, string][] {
  const out: [string, string][] = [];
  const pallet = digest('pallet', 16);
  for (let map = 0; map < MAPS; map++) {
    const prefix = `0x${pallet}${digest(`map ${map}`, 16)}1800`;
    for (let uid = 0; uid < KEYS_PER_MAP; uid++) {
      const key = Buffer.from([uid & 255, uid >> 8]).toString('hex');
      // A row of 64 weights in every fourth map; small numbers elsewhere.
      out.push([prefix + key, `0x${digest(`${map} ${uid}`, 8).repeat(map % 4 === 0 ? 32 : 1)}`]);
    }
  }
  for (let i = 0; i < 2048; i++) out.push([`0x${digest(`other ${i}`, 48)}`, `0x${digest(`value ${i}`, 40)}`]);
  return out;
}

/** Median milliseconds, after as many runs that are not counted. */
function median(run: () => void): number {
  const times: number[] = [];
  for (let i = 0; i < 2 * RUNS; i++) {
    const from = performance.now();
    run();
    if (i >= RUNS) times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1] as number;
}

const all = entries();
const started = performance.now();
const trie = buildTrie(all, 1);
const first = performance.now() - started;
console.log(
  `trie of ${all.length} keys: built in ${first.toFixed(0)} ms, again in ${median(() => buildTrie(all, 1)).toFixed(0)} ms`,
);
for (const count of [1, 64, 1024, 4096]) {
  const keys = all.slice(0, count).map(([key]) => key);
  const proof = trie.proof(keys);
  const bytes = proof.reduce((sum, item) => sum + item.length / 2 - 1, 0);
  const open = median(() => openProof(proof, trie.root));
  const total = median(() => {
    const reader = openProof(proof, trie.root);
    for (const key of keys)
      if (reader.read(key).state !== 'present') throw new Error(`${key} is not read from its proof`);
  });
  const perKey = (ms: number): string => ((ms * 1000) / count).toFixed(1);
  console.log(
    `${count} keys, ${proof.length} items, ${(bytes / 1024).toFixed(0)} KiB: ${perKey(total)} us a key, of which ${perKey(open)} us to open`,
  );
}
