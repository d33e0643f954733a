import { blake2b } from '@noble/hashes/blake2.js';
import { decodeTrieNode, type TrieNode, type TrieValue } from './decodeTrieNode.js';

/** What a proof says of one key. `incomplete`: neither the value nor its absence is proven. */
export type ProofAnswer =
  | { readonly state: 'present'; readonly value: Uint8Array }
  | { readonly state: 'absent' }
  | { readonly state: 'incomplete' };

/** Answers for the keys of one state root. */
export interface ProofReader {
  /** @param key storage key, hex with `0x` */
  read(key: string): ProofAnswer;
}

/** Proof items and bytes that are read at most; a proof above either proves nothing. */
const MAX_ITEMS = 65_536;
const MAX_BYTES = 32 * 1024 * 1024;
/** A longer encoding of a node is named by its hash; a longer value is a proof item of its own in state version 1. */
const SHORT = 32;

const ABSENT: ProofAnswer = { state: 'absent' };
const INCOMPLETE: ProofAnswer = { state: 'incomplete' };

/** One proof item; its node is read when a path first leads to it, null = not a node. */
interface ProofItem {
  readonly bytes: Uint8Array;
  node?: TrieNode | null;
}

/** Hex digits in lower case after `0x`, whole bytes only; null for anything else. */
function hexDigits(text: unknown): string | null {
  if (typeof text !== 'string' || !text.startsWith('0x') || text.length % 2 !== 0) return null;
  const digits = text.slice(2);
  return /[^0-9a-f]/i.test(digits) ? null : digits.toLowerCase();
}

/** Items by the hash of their bytes (hex without `0x`); null when there are too many. What is not hex is no item. */
function indexItems(nodes: readonly string[]): Map<string, ProofItem> | null {
  if (nodes.length > MAX_ITEMS) return null;
  const total = nodes.reduce((sum, text) => sum + (typeof text === 'string' ? text.length / 2 : 0), 0);
  if (total > MAX_BYTES) return null;
  const items = new Map<string, ProofItem>();
  for (const text of nodes) {
    const digits = hexDigits(text);
    if (digits === null) continue;
    const bytes = Buffer.from(digits, 'hex');
    items.set(Buffer.from(blake2b(bytes, { dkLen: 32 })).toString('hex'), { bytes });
  }
  return items;
}

class IndexedProof implements ProofReader {
  constructor(
    private readonly items: ReadonlyMap<string, ProofItem>,
    private readonly root: string,
  ) {}

  read(key: string): ProofAnswer {
    const path = hexDigits(key);
    let node = path === null ? null : this.nodeOf(this.root, 0);
    // Every turn but the last takes at least one digit of the path.
    for (let at = 0; path !== null && node !== null; at++) {
      if (!path.startsWith(node.partial, at)) return ABSENT;
      at += node.partial.length;
      if (at === path.length) return this.answer(node.value);
      const child = node.children.get(path.charAt(at));
      if (child === undefined) return ABSENT;
      node = 'node' in child ? child.node : this.nodeOf(child.hash, SHORT);
    }
    return INCOMPLETE;
  }

  /** The node whose bytes have this hash and are at least so many; null when it is not in the proof or no node. */
  private nodeOf(hash: string, leastBytes: number): TrieNode | null {
    const item = this.items.get(hash);
    if (item === undefined || item.bytes.length < leastBytes) return null;
    if (item.node === undefined) item.node = decodeTrieNode(item.bytes);
    return item.node;
  }

  private answer(value: TrieValue | null): ProofAnswer {
    if (value === null) return ABSENT;
    if (value.kind === 'bytes') return { state: 'present', value: new Uint8Array(value.bytes) };
    const bytes = this.items.get(value.hash)?.bytes;
    if (bytes === undefined || bytes.length <= SHORT) return INCOMPLETE;
    return { state: 'present', value: new Uint8Array(bytes) };
  }
}

/**
 * Opens a read proof of a Substrate state (trie base 16, blake2-256, state versions 0 and 1). A proof item counts only
 * where its hash is the one that its parent, or the state root, names: items that nothing names are ignored, and a key
 * whose path leads to a missing or malformed item is `incomplete`. Absence needs a whole path that ends elsewhere.
 * Never throws. Rule: read proofs, docs/methodology.md.
 * @param nodes proof items in any order, hex with `0x`
 * @param stateRoot hex with `0x`
 */
export function openProof(nodes: readonly string[], stateRoot: string): ProofReader {
  const root = hexDigits(stateRoot);
  const items = root === null ? null : indexItems(nodes);
  return new IndexedProof(items ?? new Map(), root ?? '');
}
