import type { HotkeyCommitments } from '../../../domain/chainState.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import { printable } from '../../../domain/printable.js';
import { uidAt } from '../../../domain/uidAt.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';

/** Longest payload that is read, in UTF-16 units. */
const LONGEST_PAYLOAD = 4096;
const PINNED = /^[0-9a-f]{40}$/i;

/**
 * E2: the commitment of the crowned UID, of the king or of a contender names a branch or tag. The evaluator accepts it,
 * keeps the commit that each validator sees first, and downloads later: validators may have scored different files
 * under one commitment (rule: commitments, docs/methodology.md).
 */
export const unpinnedRevision: BreachCheck = {
  code: 'E2',
  title: 'A commitment of the round names files that can change',
  nature: 'defect',
  decidedFrom: 'revealed commitments at the cutoff',
  find: (input) =>
    flatMap(partakers(input), (uid): FoundBreach[] => {
      const holder = uidAt(input.seed, uid)?.hotkey;
      const own = input.cutoff.commitments.find((one) => one.uid === uid && one.hotkey === holder);
      const found = own === undefined ? null : unpinned(own);
      if (found === null) return [];
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `UID ${uid} committed ${printable(found.model, 120)} at ${found.named}; it was revealed at block ${found.block} and counts at the cutoff ${input.cutoff.block}.`,
            'The revision is not 40 hex digits: the files under it can change between two reads of one round.',
            'Which commit each validator scored is not on chain, so this round cannot be replayed for that UID.',
          ],
        },
      ];
    }),
};

/** UIDs that the round is about: crowned, paid before, and with a row in a published round. */
function partakers({ crowned, winner, spec, views, fallbackUid }: BreachInput): Uid[] {
  const incumbent = spec.consensus.asRule;
  const uids = [
    ...(crowned === null ? [] : [crowned]),
    ...(winner === null ? [] : [winner.uid]),
    ...(spec.king === null ? [] : [spec.king.uid]),
    ...(incumbent === null || incumbent === fallbackUid ? [] : [incumbent]),
    ...flatMap(views, (view) => view.rows.filter((row) => !row.isReference).map((row) => row.uid)),
  ];
  return [...new Set(uids)].sort((a, b) => a - b);
}

/** The model and the branch or tag of the commitment that counts; null when it is pinned or cannot be read. */
function unpinned({
  entries,
  chosen,
}: HotkeyCommitments): { model: string; named: string; block: number } | null {
  const entry = chosen === null ? undefined : entries[chosen];
  const payload = entry === undefined ? null : objectOf(entry.text);
  const model = payload?.model;
  if (entry === undefined || payload === null || typeof model !== 'string') return null;
  const revision = payload.revision ?? null;
  if (revision === null)
    return { model, named: 'no revision, which stands for the branch main', block: entry.block };
  if (typeof revision !== 'string' || PINNED.test(revision)) return null;
  return { model, named: `the revision "${printable(revision, 40)}"`, block: entry.block };
}

function objectOf(text: string): { readonly model?: unknown; readonly revision?: unknown } | null {
  if (text.length > LONGEST_PAYLOAD) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const own = (key: string) =>
      Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    return { model: own('model'), revision: own('revision') };
  } catch {
    return null;
  }
}
