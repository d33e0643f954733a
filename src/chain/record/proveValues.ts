import { BadAnswerError, ChainLieError } from '../../errors/chain.js';
import { openProof } from '../proof/readProof.js';
import type { BlockSource, OpenBlock } from './BlockSource.js';
import { pruneProof } from './pruneProof.js';

/** Keys of one read proof. */
const KEYS_AT_ONCE = 256;

/**
 * Makes sure that the cached values of keys are proven against the block's state root. A value counts only after this.
 * @param along keys whose cached values are proven too when one of the others must be
 * @returns false when proofs are not asked for, or no endpoint offers them
 * @throws ChainLieError when the proof gives another value: the value is taken out of the cache; BadAnswerError when
 * it does not cover a key
 */
export async function proveValues(
  source: BlockSource,
  block: OpenBlock,
  keys: readonly string[],
  along: readonly string[] = [],
): Promise<boolean> {
  const { cached, hash, header } = block;
  const { endpoints, proofs } = source.options;
  if (proofs === 'none') return false;
  const { unproven } = cached;
  if (unproven !== null && endpoints.every((host) => unproven.includes(host))) {
    await source.agree(block, keys);
    return false;
  }
  const isProven = (key: string): boolean => cached.proven.has(key);
  const others = keys.every(isProven) ? [] : along.filter((key) => cached.values.has(key));
  const missing = [...new Set([...keys, ...others])].filter((key) => !isProven(key));
  for (let at = 0; at < missing.length; at += KEYS_AT_ONCE) {
    const wanted = missing.slice(at, at + KEYS_AT_ONCE);
    const nodes = await (await source.archive()).getReadProof(wanted, hash);
    if (nodes === null) {
      await cached.save({ kind: 'unproven', endpoints });
      await source.agree(block, keys);
      return false;
    }
    await checkValues(block, wanted, nodes, endpoints);
    await cached.save({ kind: 'proof', keys: wanted, nodes: pruneProof(nodes, header.stateRoot, wanted) });
  }
  return true;
}

async function checkValues(
  { cached, header, number }: OpenBlock,
  keys: readonly string[],
  nodes: readonly string[],
  endpoints: readonly string[],
): Promise<void> {
  const proof = openProof(nodes, header.stateRoot);
  const refuted: string[] = [];
  for (const key of keys) {
    const answer = proof.read(key);
    if (answer.state === 'incomplete') throw uncovered(number, key, endpoints);
    const proven = answer.state === 'present' ? `0x${Buffer.from(answer.value).toString('hex')}` : null;
    if (proven !== cached.values.get(key)) refuted.push(key);
  }
  if (refuted.length === 0) return;
  await cached.save({ kind: 'refuted', keys: refuted });
  throw new ChainLieError({
    what: `a value that was given for block ${number} is refuted by its proof`,
    why: `${endpoints.join(', ')} gave a value of key ${refuted[0]} that the state root of the block's header does not hold${refuted.length > 1 ? `, and ${refuted.length - 1} more` : ''}`,
    remedy: 'Use another endpoint; the value was not kept.',
    facts: { block: number, endpoints, keys: refuted },
  });
}

const uncovered = (block: number, key: string, endpoints: readonly string[]): BadAnswerError =>
  new BadAnswerError({
    what: `a read proof for block ${block} does not cover a key that was asked for`,
    why: `the proof of ${endpoints.join(', ')} neither holds nor excludes ${key}`,
    remedy: 'Use another endpoint, or record without proofs.',
    facts: { block, key, endpoints },
  });
