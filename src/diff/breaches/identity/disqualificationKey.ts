import type { BlockNumber } from '../../../domain/block.js';
import type { Hotkey, Uid } from '../../../domain/identity.js';

/** A key of `disqualified.json`. The evaluator writes `hotkey:commit block`; bare keys have no block. */
export type DisqualificationKey =
  | { readonly kind: 'commitment'; readonly hotkey: Hotkey; readonly block: BlockNumber }
  | { readonly kind: 'hotkey'; readonly hotkey: Hotkey }
  | { readonly kind: 'uid'; readonly uid: Uid };

/** What a key names; null for text that is none of the three (rule: disqualification keys, docs/methodology.md). */
export function readDisqualificationKey(key: string): DisqualificationKey | null {
  if (key.length === 0 || key.length > 128) return null;
  if (/^\d+$/.test(key)) return /^\d{1,5}$/.test(key) ? { kind: 'uid', uid: Number(key) } : null;
  const [, hotkey, block] = /^([^:]+):(\d{1,12})$/.exec(key) ?? [];
  if (hotkey !== undefined && block !== undefined)
    return { kind: 'commitment', hotkey, block: Number(block) };
  return key.includes(':') ? null : { kind: 'hotkey', hotkey: key };
}
