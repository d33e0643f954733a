import type { Decision } from './decision.js';

/** The decision that a row comes from. */
export interface Applied {
  /** null when no recorded decision can have given the row. */
  readonly decision: Decision | null;
  /** True when another one may have been applied after it: the states do not tell. */
  readonly unsure: boolean;
}

/**
 * The last decision that was applied up to a view: commits in the order of their epochs and then of their storage, a
 * late pulse after those that were revealed before it, direct sets in their own block
 * (rule: rows and commits, docs/methodology.md).
 * @param at index of the view
 */
export function appliedAt(decisions: readonly Decision[], at: number): Applied {
  let applied: Applied = { decision: null, unsure: false };
  for (const decision of decisions) {
    if (decision.gone === null || decision.gone > at || decision.dropped !== null) continue;
    const order = applied.decision === null ? 1 : compare(decision, applied.decision);
    if (order > 0) applied = { decision, unsure: decision.unsure };
    else if (order === 0)
      applied = {
        decision: (decision.at ?? 0) > (applied.decision?.at ?? 0) ? decision : applied.decision,
        unsure: true,
      };
  }
  return applied;
}

/** Above 0 when `a` was applied after `b`, below 0 before it, 0 when that cannot be told. */
function compare(a: Decision, b: Decision): number {
  if (a.gone !== b.gone) return (a.gone as number) - (b.gone as number);
  const [one, other] = [a.commit, b.commit];
  const seen = one !== null && other !== null;
  if (seen && (one.commit.scheme === 'hash') === (other.commit.scheme === 'hash'))
    return one.commit.epoch - other.commit.epoch || one.place - other.place;
  if (a.span.from > b.span.to) return 1;
  if (b.span.from > a.span.to) return -1;
  // The chain's own reveals come before the extrinsics of their block.
  const sameBlock = a.span.from === a.span.to && b.span.from === b.span.to;
  if (sameBlock && (a.via === 'direct') !== (b.via === 'direct')) return a.via === 'direct' ? 1 : -1;
  // Commits that came and went unseen follow in the order in which they were made.
  const inOrder = !seen && a.via === 'commit' && b.via === 'commit';
  return inOrder && a.at !== null && b.at !== null ? a.at - b.at : 0;
}
