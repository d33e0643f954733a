import type { ChainState } from '../../domain/chainState.js';
import { readCommitment } from '../../reconstruct/readCommitment.js';

/** A repository at a pinned revision. */
export interface NamedRevision {
  readonly repo: string;
  readonly revision: string;
}

/** Every pinned revision that a commitment names which counts at one of the states, each once, ascending. */
export function committedRevisions(states: readonly ChainState[]): readonly NamedRevision[] {
  const found = new Map<string, NamedRevision>();
  for (const { commitments } of states)
    for (const { entries, chosen } of commitments) {
      const entry = chosen === null ? undefined : entries[chosen];
      const named = entry === undefined ? null : readCommitment(entry.text);
      if (named?.ok) found.set(keyOf(named), { repo: named.repo, revision: named.revision });
    }
  return [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** How a revision is looked up. */
export const keyOf = ({ repo, revision }: NamedRevision): string => `${repo}@${revision}`;

/** How a revision is named to a person. */
export const labelOf = ({ repo, revision }: NamedRevision): string => `${repo}@${revision.slice(0, 8)}`;
