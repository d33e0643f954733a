import type { BlockNumber } from '../../../domain/block.js';
import type { Uid } from '../../../domain/identity.js';

/** What the text of a disqualification says of a copy. */
export interface CopyReason {
  readonly kind: 'weights' | 'tensors';
  /** The UID that counts as the original. */
  readonly originalUid: Uid;
  /** Commit blocks of the copy and of the original; null where the text does not name both. */
  readonly blocks: { readonly own: BlockNumber; readonly original: BlockNumber } | null;
}

/** Longest reason that is looked at; repository names in it are of miners. */
const LONGEST = 1024;
const KINDS = [
  ['copy: identical weights as UID ', 'weights'],
  ['copy: identical weights to UID ', 'weights'],
  ['copy: identical tensor content as UID ', 'tensors'],
] as const;

/** Reads the text of a copy found by weight hash or tensor content; null for every other text. */
export function readCopyReason(reason: string): CopyReason | null {
  if (reason.length > LONGEST) return null;
  const [prefix, kind] = KINDS.find(([start]) => reason.startsWith(start)) ?? [];
  if (prefix === undefined || kind === undefined) return null;
  const [, uid] = /^(\d{1,5})(?!\d)/.exec(reason.slice(prefix.length)) ?? [];
  if (uid === undefined) return null;
  const [, own, original] = /, committed later at block (\d{1,12}) vs (\d{1,12})\)?\.?$/.exec(reason) ?? [];
  return {
    kind,
    originalUid: Number(uid),
    blocks:
      own === undefined || original === undefined ? null : { own: Number(own), original: Number(original) },
  };
}
