import type { BlockHash, BlockNumber } from '../../domain/block.js';
import type { BlockRecord } from '../../domain/snapshot.js';
import type { TrustTier } from '../../domain/trust.js';
import { ChainLieError } from '../../errors/chain.js';
import { checkedHeader } from '../codec/checkedHeader.js';
import { twox128 } from '../codec/hashers.js';
import { openProof, type ProofReader } from '../proof/readProof.js';
import { type StorageFact, type StorageFacts, weaker } from '../storageFacts.js';

/** Items of which equal values at two blocks say what lay between: each change of them leaves its block behind. */
const HOLDER = `0x${twox128('SubtensorModule')}${twox128('Keys')}`;
const REGISTERED = `0x${twox128('SubtensorModule')}${twox128('BlockAtRegistration')}`;
const SETTLED = [HOLDER, REGISTERED, `0x${twox128('Commitments')}${twox128('RevealedCommitments')}`];

/** The keys that were recorded at a block itself. */
export class RecordedFacts implements StorageFacts {
  readonly #storage: ReadonlyMap<string, string | null>;
  readonly #proof: ProofReader | null;
  readonly #known = new Map<string, StorageFact>();

  /**
   * @param record whose header hashes to the block's hash
   * @param proof read proof of the record's keys; null when none was recorded
   * @param hashTrust how well the block's hash is known: T0 or T1
   */
  constructor(
    record: BlockRecord,
    proof: readonly string[] | null,
    private readonly hashTrust: TrustTier,
  ) {
    this.#storage = new Map(record.storage);
    this.#proof =
      proof === null ? null : openProof(proof, checkedHeader(record.header, record.hash).stateRoot);
    this.#at = { number: record.number, hash: record.hash };
  }

  readonly #at: { readonly number: BlockNumber; readonly hash: BlockHash };

  get(key: string): StorageFact | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = this.#storage.get(key);
    if (value === undefined) return undefined;
    const fact = { value, trust: this.#trustOf(key, value) };
    this.#known.set(key, fact);
    return fact;
  }

  keys(): Iterable<string> {
    return this.#storage.keys();
  }

  /** T1: a recording takes a value without proof only where every endpoint gave it. T2 only on top of T1: a proof ties the value to a hash, and that hash is as well known as its sources. */
  #trustOf(key: string, value: string | null): TrustTier {
    const answer = this.#proof?.read(key) ?? { state: 'incomplete' };
    if (answer.state === 'incomplete') return this.hashTrust;
    const proven = answer.state === 'absent' ? null : `0x${Buffer.from(answer.value).toString('hex')}`;
    if (proven !== (value?.toLowerCase() ?? null)) throw this.#refuted(key, value, proven);
    return this.hashTrust === 'T0' ? 'T0' : 'T2';
  }

  #refuted(key: string, value: string | null, proven: string | null): ChainLieError {
    const { number, hash } = this.#at;
    return new ChainLieError({
      what: `the recorded value of key ${key} at block ${number} is refuted by the block's own state root`,
      why: `the read proof shows ${proven === null ? 'that the key is absent' : 'another value'}, where ${value === null ? 'absence' : 'a value'} is recorded`,
      remedy: 'Record the block again from another endpoint, and do not trust the one that gave this value.',
      facts: { block: number, hash, key },
    });
  }
}

/**
 * A block's own keys and, for those that it does not have, the value that a block before and a block after it both hold
 * (rule: values between two readings, docs/methodology.md). Such a fact has the weaker trust of the two readings.
 */
export class BetweenFacts implements StorageFacts {
  constructor(
    private readonly own: StorageFacts,
    private readonly before: StorageFacts,
    private readonly after: StorageFacts,
  ) {}

  get(key: string): StorageFact | undefined {
    const own = this.own.get(key);
    if (own !== undefined || !SETTLED.some((prefix) => key.startsWith(prefix))) return own;
    // A holder is settled by the block of its registration, which has the same arguments.
    const registered = REGISTERED + key.slice(REGISTERED.length);
    if (key.startsWith(HOLDER) && this.get(registered)?.value !== this.before.get(registered)?.value)
      return undefined;
    const before = this.before.get(key);
    const after = this.after.get(key);
    if (before === undefined || after === undefined || before.value !== after.value) return undefined;
    return { value: before.value, trust: weaker(before.trust, after.trust) };
  }

  keys(): Iterable<string> {
    return new Set([...this.own.keys(), ...this.before.keys()]);
  }
}
