import type { BlockNumber } from '../domain/block.js';
import type { Hotkey, Uid } from '../domain/identity.js';

/**
 * The reason for which a commitment is disqualified, or null. Keys are `hotkey:block`; bare hotkeys and bare UIDs are
 * looked at only while the commitment's block is unknown (rule: disqualification keys, docs/methodology.md).
 */
export function disqualification(
  entries: Readonly<Record<string, string>>,
  uid: Uid,
  hotkey: Hotkey,
  committedAt: BlockNumber | null,
): string | null {
  const keys = committedAt === null ? [hotkey, String(uid)] : [`${hotkey}:${committedAt}`];
  for (const key of keys) if (Object.hasOwn(entries, key)) return entries[key] ?? '';
  return null;
}
