import type { Uid } from '../../domain/identity.js';
import { toCount } from '../codec/decodePlain.js';
import type { Reading } from './Reading.js';

/** Values that two full readings settle for every block between them. */
export interface SettledValues {
  /** Key to value, null = absent. */
  readonly values: ReadonlyMap<string, string | null>;
  /** UIDs of which everything is settled: holder, registration block, revealed commitments. */
  readonly uids: ReadonlySet<Uid>;
  /** Account (hex with `0x`) by settled UID. */
  readonly accounts: ReadonlyMap<Uid, string>;
}

/**
 * What need not be read again at a block between two full readings, because both hold the same
 * (rule: values between two readings, docs/methodology.md). Why equal ends prove what lies between:
 * - a registration writes its own block to `BlockAtRegistration`, so that an equal block at both ends that does not lie
 *   after the first means that the UID was not given away in between;
 * - a reveal appends its own block to `RevealedCommitments` of the hotkey, and only ten newer ones push it out, so that
 *   the newest entry of an equal list lies before the first end and no reveal came in between.
 * What it does not see: a hotkey that was swapped away and back within the span, which leaves `Keys` as it was.
 */
export function settleBetween(before: Reading, after: Reading): SettledValues {
  const { book, netuid } = before;
  const values = new Map<string, string | null>();
  const uids = new Set<Uid>();
  const accounts = new Map<Uid, string>();
  const settle = (key: string): boolean => {
    const value = before.storage.get(key);
    if (value === undefined || after.storage.get(key) !== value) return false;
    values.set(key, value);
    return true;
  };
  const size = toCount(before.reader.read('SubtensorModule.SubnetworkN', [netuid]));
  for (let uid = 0; uid < size; uid++) {
    const registeredAt = before.reader.read('SubtensorModule.BlockAtRegistration', [netuid, uid]);
    if (toCount(registeredAt) > before.number) continue;
    const held = settle(book.key('SubtensorModule.BlockAtRegistration', netuid, uid));
    if (!held || !settle(book.key('SubtensorModule.Keys', netuid, uid))) continue;
    const account = before.accountOf(uid);
    if (account === undefined) continue;
    accounts.set(uid, account);
    if (!book.has('Commitments.RevealedCommitments')) uids.add(uid);
    else if (settle(book.key('Commitments.RevealedCommitments', netuid, account))) uids.add(uid);
  }
  return { values, uids, accounts };
}
