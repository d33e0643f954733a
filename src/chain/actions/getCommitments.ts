import type { HotkeyCommitments, RevealedEntry, UidState } from '../../domain/chainState.js';
import { toBytes, toCount, toList } from '../codec/decodePlain.js';
import { decodeRevealed } from '../codec/decodeRevealed.js';
import type { StateReader } from '../stateReader.js';

/** Reads the revealed commitments of every registered hotkey, ascending by UID; hotkeys without any are left out. */
export function getCommitments(reader: StateReader, uids: readonly UidState[]): readonly HotkeyCommitments[] {
  return uids.flatMap(({ uid, hotkey }) => {
    const entries = getEntries(reader, hotkey);
    return entries.length === 0 ? [] : [{ hotkey, uid, entries, chosen: chooseEntry(entries) }];
  });
}

function getEntries(reader: StateReader, hotkey: string): readonly RevealedEntry[] {
  const value = reader.read('Commitments.RevealedCommitments', [reader.netuid, hotkey]);
  if (value === null) return [];
  return toList(value).map((pair) => {
    const [payload, block] = toList(pair);
    return { block: toCount(block), ...decodeRevealed(toBytes(payload)) };
  });
}

/**
 * Index of the entry that the evaluator takes: the largest reveal block, the first of equals in stored order.
 * Whether its text can be used does not matter: an unusable newest reveal hides older ones.
 */
export function chooseEntry(entries: readonly RevealedEntry[]): number | null {
  let chosen: number | null = null;
  for (const [at, entry] of entries.entries())
    if (chosen === null || entry.block > (entries[chosen] as RevealedEntry).block) chosen = at;
  return chosen;
}
