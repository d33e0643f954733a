// A state trie written from the format alone: it shares no code with the reader of proofs that it is used to test.
import assert from 'node:assert/strict';
import { blake2b } from '@noble/hashes/blake2.js';
import { encodeNode } from './encodeNode.js';

export interface Trie {
  /** Hex with `0x`. */
  readonly root: string;
  /** The fewest items that prove the keys, present or absent; in the order of their bytes, as a node sends them. */
  proof(keys: readonly string[]): string[];
}

interface Vertex {
  readonly id: number;
  readonly partial: string;
  /** Bytes that are a proof item of their own. */
  readonly detached: Buffer | null;
  readonly children: readonly (Vertex | undefined)[];
  readonly encoded: Buffer;
  readonly hash: Buffer;
}

/** Hex without `0x`. */
type Leaf = readonly [key: string, value: string];

const MOST_REMEMBERED = 200_000;
/** By content: tries that follow one another share most of their subtrees. */
const remembered = new Map<string, Vertex>();
let lastId = 0;

const hash = (bytes: Buffer): Buffer => Buffer.from(blake2b(bytes, { dkLen: 32 }));

/** @param value hex without `0x`; null = a branch that is no key */
function vertex(
  partial: string,
  value: string | null,
  children: readonly (Vertex | undefined)[],
  stateVersion: 0 | 1,
): Vertex {
  const name = [stateVersion, partial, value ?? '-', ...children.map((child) => child?.id)].join();
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const bytes = value === null ? null : Buffer.from(value, 'hex');
  const detached = bytes !== null && stateVersion === 1 && bytes.length >= 33 ? bytes : null;
  const encoded = encodeNode({
    partial,
    value: detached !== null ? { hash: hash(detached) } : bytes && { bytes },
    children: children.map((child) => child && (child.encoded.length < 32 ? child.encoded : child.hash)),
  });
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const fresh = { id: ++lastId, partial, detached, children, encoded, hash: hash(encoded) };
  remembered.set(name, fresh);
  return fresh;
}

/** The subtree of sorted leaves [from, to) below the first `depth` digits, which they share. */
function grow(leaves: readonly Leaf[], from: number, to: number, depth: number, stateVersion: 0 | 1): Vertex {
  const [first, value] = leaves[from] as Leaf;
  const [last] = leaves[to - 1] as Leaf;
  if (to - from === 1) return vertex(first.slice(depth), value, [], stateVersion);
  let fork = depth;
  while (fork < first.length && first[fork] === last[fork]) fork++;
  const ownsValue = first.length === fork;
  const children: (Vertex | undefined)[] = new Array(16).fill(undefined);
  for (let start = ownsValue ? from + 1 : from; start < to; ) {
    const digit = (leaves[start] as Leaf)[0].charAt(fork);
    let end = start + 1;
    while (end < to && (leaves[end] as Leaf)[0].charAt(fork) === digit) end++;
    children[Number.parseInt(digit, 16)] = grow(leaves, start, end, fork + 1, stateVersion);
    start = end;
  }
  return vertex(first.slice(depth, fork), ownsValue ? value : null, children, stateVersion);
}

function plainHex(text: string): string {
  const digits = text.slice(2);
  const isHex = text.startsWith('0x') && text.length % 2 === 0 && !/[^0-9a-f]/i.test(digits);
  assert.ok(isHex, `keys and values are whole bytes in hex: ${text.slice(0, 80)}`);
  return digits.toLowerCase();
}

/** Adds the items on the path of one key. */
function collect(root: Vertex, key: string, into: Set<Buffer>): void {
  let rest = key;
  let isNamed = true;
  for (let at: Vertex | undefined = root; at !== undefined; ) {
    if (isNamed) into.add(at.encoded);
    if (!rest.startsWith(at.partial)) return;
    rest = rest.slice(at.partial.length);
    if (rest === '') {
      if (at.detached !== null) into.add(at.detached);
      return;
    }
    at = at.children[Number.parseInt(rest.charAt(0), 16)];
    rest = rest.slice(1);
    isNamed = at !== undefined && at.encoded.length >= 32;
  }
}

/**
 * Builds the state trie of keys and values (hex with `0x`; of equal keys the last counts).
 * @param stateVersion 1 keeps values above 32 bytes outside their nodes
 */
export function buildTrie(
  entries: Iterable<readonly [keyHex: string, valueHex: string]>,
  stateVersion: 0 | 1,
): Trie {
  const values = new Map<string, string>();
  for (const [key, value] of entries) values.set(plainHex(key), plainHex(value));
  const leaves = [...values.keys()].sort().map((key) => [key, values.get(key) as string] as const);
  const root = leaves.length === 0 ? null : grow(leaves, 0, leaves.length, 0, stateVersion);
  return {
    root: `0x${(root?.hash ?? hash(Buffer.from([0]))).toString('hex')}`,
    proof(keys) {
      const items = new Set<Buffer>();
      for (const key of keys) {
        if (root === null) items.add(Buffer.from([0]));
        else collect(root, plainHex(key), items);
      }
      return [...new Set([...items].map((item) => `0x${item.toString('hex')}`))].sort();
    },
  };
}
