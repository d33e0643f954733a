import type { BlockHash } from './block.js';

/** A chain by its genesis block. */
export interface Network {
  readonly name: string;
  readonly genesisHash: BlockHash;
}

const KNOWN: readonly Network[] = [
  { name: 'finney', genesisHash: '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03' },
  { name: 'test', genesisHash: '0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105' },
];

/** A known network by name, or any other one by its genesis hash; null when the text is neither. */
export function parseNetwork(text: string): Network | null {
  const known = KNOWN.find(({ name, genesisHash }) => name === text || genesisHash === text);
  if (known !== undefined) return known;
  return /^0x[0-9a-f]{64}$/.test(text)
    ? { name: `genesis-${text.slice(2, 10)}`, genesisHash: text as BlockHash }
    : null;
}
