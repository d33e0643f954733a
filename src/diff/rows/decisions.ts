import type { BlockNumber } from '../../domain/block.js';
import type { ChainEvent, PendingWeightCommit } from '../../domain/chainState.js';
import { epochIndexAt, revealEpochOf, revealTiming } from '../../eras/epochs.js';
import { type CommitFate, commitFates } from './commitFates.js';
import { type Decision, isOrphan, type SeenCommit } from './decision.js';
import type { BlockSpan } from './revealSpan.js';
import { withUnexplained } from './unexplained.js';
import type { ValidatorView } from './validatorViews.js';

/**
 * Everything that one validator decided, as far as the recorded states show it: its stored commits, and the blocks that
 * `LastUpdate` names; and changes of the row that neither explains (rule: rows and commits, docs/methodology.md).
 * @param isLast true when the last view is the last recorded state: the validator still holds its UID there
 */
export function decisionsOf(views: readonly ValidatorView[], isLast: boolean): readonly Decision[] {
  const commits = seenCommits(views);
  const fates = commitFates(commits, views);
  const blocks = new Set<BlockNumber>();
  const decisions: Decision[] = [];
  for (const commit of commits) {
    const { at } = commit;
    if (at !== null) blocks.add(at);
    const { gone, span, dropped, certain, unsure } = fates.get(commit) ?? fateOfStored(commit, views, isLast);
    decisions.push({ at, via: 'commit', commit, gone, span, dropped, certain, unsure });
  }
  for (const { lastUpdate } of views) {
    if (lastUpdate <= 0 || blocks.has(lastUpdate)) continue;
    blocks.add(lastUpdate);
    decisions.push(decisionAt(lastUpdate, views));
  }
  return withUnexplained(decisions, views);
}

const NEVER: BlockSpan = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const fateOfStored = (commit: SeenCommit, views: readonly ValidatorView[], isLast: boolean): CommitFate => ({
  gone: null,
  span: NEVER,
  dropped: endOfStored(commit, views, isLast),
  certain: false,
  unsure: false,
});

/** Why a commit that the last view still stores can no longer be revealed; null when it can. */
function endOfStored(
  { commit, seen }: SeenCommit,
  views: readonly ValidatorView[],
  isLast: boolean,
): Decision['dropped'] {
  const view = views[seen] as ValidatorView;
  if (
    view.state.epochIndex >
    revealEpochOf({ epoch: commit.epoch, revealPeriodEpochs: view.state.revealPeriodEpochs })
  )
    return 'expired';
  return isLast && !isOrphan(commit, view) ? null : 'replaced';
}

/** A block that `LastUpdate` names and no stored commit has: a direct set, or a commit that came and went between views. */
function decisionAt(block: BlockNumber, views: readonly ValidatorView[]): Decision {
  const gone = views.findIndex((view) => view.lastUpdate === block);
  const view = views[gone] as ValidatorView;
  const via = wayOf(block, views[gone - 1], view);
  const to = via === 'direct' ? block : view.block;
  return {
    at: block,
    via,
    commit: null,
    gone,
    span: { from: Math.max(block, Math.min(to, (views[gone - 1]?.block ?? 0) + 1)), to },
    dropped: null,
    certain: via === 'direct',
    // Processed before the first view: its reveal may have failed, and the row be an older one.
    unsure: gone === 0 && via !== 'direct',
  };
}

/** How a decision was made, from the events of its block, else from the switch of commit-reveal around it. */
function wayOf(block: BlockNumber, before: ValidatorView | undefined, after: ValidatorView): Decision['via'] {
  const events = after.block === block ? after.events : null;
  if (events !== null) {
    const count = (kind: ChainEvent['kind']) =>
      events.filter((event) => event.phase === 'extrinsic' && event.kind === kind).length;
    if (count('weights-committed') > 0) return 'commit';
    if (count('weights-set') > count('weights-revealed')) return 'direct';
  }
  const { commitReveal } = after.state;
  if (before !== undefined && before.state.commitReveal !== commitReveal) return 'unknown';
  return commitReveal ? 'commit' : 'direct';
}

/** Every commit that some view stores, once, by epoch and then in stored order. */
function seenCommits(views: readonly ValidatorView[]): SeenCommit[] {
  const found = new Map<string, SeenCommit>();
  for (const [seen, view] of views.entries())
    for (const [place, commit] of view.pending.entries()) {
      const id = `${commit.scheme} ${commit.epoch} ${commit.committedAt} ${commit.commitHash}`;
      const at = commit.committedAt ?? found.get(id)?.at ?? blockOfNewest(view, place);
      found.set(id, { commit, at, seen, place });
    }
  return [...found.values()];
}

/** `LastUpdate` is the block of the newest commit, which stands last, if it lies in that commit's epoch. */
function blockOfNewest(view: ValidatorView, place: number): BlockNumber | null {
  const commit = view.pending[place] as PendingWeightCommit;
  const isNewest = place === view.pending.length - 1;
  const { lastUpdate, state } = view;
  if (!isNewest || lastUpdate === 0 || revealTiming(state.specVersion) === 'look-ahead') return null;
  return epochIndexAt(lastUpdate, state) === commit.epoch ? lastUpdate : null;
}
