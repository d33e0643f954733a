import { blake2Hash } from '../../domain/blake2Hash.js';
import { decodeTrieNode, type TrieChild, type TrieNode } from '../proof/decodeTrieNode.js';

/**
 * The nodes of a read proof that lie on the paths of the keys, and the values they name: what is left is the same
 * whatever else was proven along with them.
 * @param nodes proof items, hex with `0x`
 * @param keys storage keys, hex with `0x`, that the nodes prove
 * @returns ascending, each once
 */
export function pruneProof(
  nodes: Iterable<string>,
  stateRoot: string,
  keys: Iterable<string>,
): readonly string[] {
  const items = new Map<string, { readonly text: string; node: TrieNode | null | undefined }>();
  for (const text of nodes)
    items.set(blake2Hash(Buffer.from(text.slice(2), 'hex')).slice(2), { text, node: undefined });
  const used = new Set<string>();
  const open = (hash: string): TrieNode | null => {
    const item = items.get(hash);
    if (item === undefined) return null;
    used.add(item.text);
    if (item.node === undefined) item.node = decodeTrieNode(Buffer.from(item.text.slice(2), 'hex'));
    return item.node;
  };
  const follow = (child: TrieChild): TrieNode | null => ('node' in child ? child.node : open(child.hash));
  for (const key of keys) {
    const path = key.slice(2);
    let node = open(stateRoot.slice(2));
    for (let at = 0; node !== null && path.startsWith(node.partial, at); at++) {
      at += node.partial.length;
      if (at === path.length) {
        const detached = node.value?.kind === 'hash' ? items.get(node.value.hash) : undefined;
        if (detached !== undefined) used.add(detached.text);
        break;
      }
      const child = node.children.get(path.charAt(at));
      node = child === undefined ? null : follow(child);
    }
  }
  return [...used].sort();
}
