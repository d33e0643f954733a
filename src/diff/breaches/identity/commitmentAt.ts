import type { ChainState, RevealedEntry } from '../../../domain/chainState.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Hotkey, Uid } from '../../../domain/identity.js';
import { RecentCache } from '../../../domain/recentCache.js';
import { parseRevision } from '../../../domain/revision.js';

/** Longest payload that is parsed, in UTF-16 units; the chain stores at most 1024 encrypted bytes. */
const LONGEST_PAYLOAD = 4096;

/** The commitment of a hotkey that counted at a block, with its payload as a plain object. */
export interface ChosenCommitment {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly entry: RevealedEntry;
  /** Own members of the JSON object; null when the payload is not one. Hostile: members may be of any kind. */
  readonly payload: Readonly<Record<string, unknown>> | null;
}

/** Several checks read one state: its payloads are parsed once. */
const known = new RecentCache<ChainState, readonly ChosenCommitment[]>(32);

/** Every commitment that counts at a state, one for each hotkey, in the order of the state. */
export function chosenCommitments(state: ChainState): readonly ChosenCommitment[] {
  const made = known.get(state) ?? choose(state);
  known.set(state, made);
  return made;
}

function choose(state: ChainState): ChosenCommitment[] {
  const seen = new Set<Hotkey>();
  return flatMap(state.commitments, ({ uid, hotkey, entries, chosen }) => {
    const entry = chosen === null ? undefined : entries[chosen];
    if (entry === undefined || seen.has(hotkey)) return [];
    seen.add(hotkey);
    return [{ uid, hotkey, entry, payload: objectOf(entry.text) }];
  });
}

/** The pinned files that a commitment names; null where it names none. */
export function filesOf(commitment: ChosenCommitment): { repo: string; revision: string } | null {
  const repo = member(commitment, 'model');
  const revision = member(commitment, 'revision');
  if (typeof repo !== 'string' || typeof revision !== 'string') return null;
  return parseRevision(revision) === null ? null : { repo, revision };
}

/** An own member of the payload, so that `__proto__` and the like are data. */
export const member = ({ payload }: ChosenCommitment, key: string): unknown =>
  payload !== null && Object.hasOwn(payload, key) ? payload[key] : undefined;

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  if (text.length > LONGEST_PAYLOAD) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
