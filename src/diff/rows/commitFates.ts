import type { ChainEvent } from '../../domain/chainState.js';
import { flatMap } from '../../domain/flatMap.js';
import { revealEpochOf } from '../../eras/epochs.js';
import { type Decision, isOrphan, type SeenCommit } from './decision.js';
import { type BlockSpan, revealSpan } from './revealSpan.js';
import type { ValidatorView } from './validatorViews.js';

/** What became of a commit that is no longer stored. */
export type CommitFate = Pick<Decision, 'gone' | 'span' | 'dropped' | 'certain' | 'unsure'>;

/**
 * What became of each commit that a later view no longer stores. Storage alone shows that it was processed; only the
 * events of every block in which that can have happened show whether it became a row.
 */
export function commitFates(
  commits: readonly SeenCommit[],
  views: readonly ValidatorView[],
): Map<SeenCommit, CommitFate> {
  const fates = new Map<SeenCommit, CommitFate>();
  const batches = new Map<string, SeenCommit[]>();
  for (const one of commits) {
    const { scheme, epoch } = one.commit;
    if (one.seen === views.length - 1) continue;
    const id = `${one.seen} ${scheme} ${epoch}`;
    const batch = batches.get(id);
    if (batch === undefined) batches.set(id, [one]);
    else batch.push(one);
  }
  for (const batch of batches.values())
    for (const [one, fate] of batch[0]?.commit.scheme === 'hash'
      ? hashedFates(batch, views)
      : timelockedFates(batch, views))
      fates.set(one, fate);
  return fates;
}

const NEVER = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const STORED: CommitFate = { gone: null, span: NEVER, dropped: null, certain: false, unsure: false };

type Fates = (readonly [SeenCommit, CommitFate])[];

/** Commits of one epoch that one step between two views processed. Reveals by the chain do not say which commit. */
function timelockedFates(batch: readonly SeenCommit[], views: readonly ValidatorView[]): Fates {
  const { seen, gone, span } = stepOf(batch, views);
  const { commit } = batch[0] as SeenCommit;
  const { epochIndex, revealPeriodEpochs } = gone.view.state;
  // The index fell with another tempo: commits of epochs to come are not read, and still stored.
  if (commit.epoch > epochIndex) return batch.map((one) => [one, STORED] as const);
  if (span.from > span.to) return allDropped(batch, gone.index, span, 'expired');
  const orphans = batch.filter((one) => isOrphan(one.commit, seen.view));
  const rest = batch.filter((one) => !orphans.includes(one));
  const lost = orphanFates(orphans, gone.index, span, views);
  const reveals = flatMap(observedIn(span, views), ({ block, events }) =>
    Array.from({ length: revealsIn(events) }, () => block),
  );
  const complete = isComplete(span, views);
  const isPast = revealEpochOf({ epoch: commit.epoch, revealPeriodEpochs }) < epochIndex;
  if (reveals.length === 0 && complete)
    return [...lost, ...allDropped(rest, gone.index, span, isPast ? 'expired' : 'failed')];
  const certain = reveals.length >= rest.length;
  const [first] = reveals;
  const known = certain && first !== undefined && reveals.every((block) => block === first);
  const fate = {
    gone: gone.index,
    span: known ? { from: first, to: first } : span,
    dropped: null,
    certain,
    unsure: complete && !certain,
  };
  return [...lost, ...rest.map((one) => [one, fate] as const)];
}

/**
 * Commits of a hotkey that was swapped away: they ended with it where the events of every block show no reveal of it;
 * else nothing is claimed of them.
 */
function orphanFates(
  orphans: readonly SeenCommit[],
  gone: number,
  span: BlockSpan,
  views: readonly ValidatorView[],
): Fates {
  if (orphans.length === 0) return [];
  const complete = isComplete(span, views);
  return orphans.map((one) => {
    const isRevealed = views.some(
      ({ block, state }) =>
        block >= span.from &&
        block <= span.to &&
        state.events?.some(({ kind, hotkey }) => kind === 'weights-revealed' && hotkey === one.commit.hotkey),
    );
    const ended = complete && !isRevealed;
    return [one, { gone, span, dropped: ended ? 'replaced' : null, certain: false, unsure: !ended }] as const;
  });
}

/** Commits that their validator opens by an extrinsic, which names the one that it opens and drops the older ones. */
function hashedFates(batch: readonly SeenCommit[], views: readonly ValidatorView[]): Fates {
  const { gone, span } = stepOf(batch, views);
  if (span.from > span.to) return allDropped(batch, gone.index, span, 'expired');
  const observed = observedIn(span, views);
  const opened = new Map(
    flatMap(observed, ({ block, events }) =>
      events
        .filter((event) => event.kind === 'weights-revealed' && event.commitHash !== null)
        .map((event) => [event.commitHash, block] as const),
    ),
  );
  const complete = isComplete(span, views);
  const lastOpened = batch.findLastIndex((one) => opened.has(one.commit.commitHash));
  return batch.map((one, at) => {
    const block = opened.get(one.commit.commitHash);
    const base = { gone: gone.index, span, certain: false, unsure: false };
    if (block !== undefined)
      return [one, { ...base, span: { from: block, to: block }, certain: true, dropped: null }] as const;
    if (at < lastOpened) return [one, { ...base, dropped: 'passed-over' }] as const;
    return [one, { ...base, dropped: complete ? 'failed' : null }] as const;
  });
}

/** The two views around the step that processed a batch, and the blocks in one of which it did. */
function stepOf(batch: readonly SeenCommit[], views: readonly ValidatorView[]) {
  const first = batch[0] as SeenCommit;
  const seen = { index: first.seen, view: views[first.seen] as ValidatorView };
  const gone = { index: first.seen + 1, view: views[first.seen + 1] as ValidatorView };
  return { seen, gone, span: revealSpan(first.commit, seen.view, gone.view, views) };
}

interface Observed {
  readonly block: number;
  readonly events: readonly ChainEvent[];
}

function observedIn({ from, to }: BlockSpan, views: readonly ValidatorView[]): Observed[] {
  const found: Observed[] = [];
  for (const { block, events } of views)
    if (events !== null && block >= from && block <= to) found.push({ block, events });
  return found;
}

/** Rows that the chain itself set in a block. Early runtimes tell it by the row alone, later ones name the reveal too. */
function revealsIn(events: readonly ChainEvent[]): number {
  const own = events.filter((event) => event.phase !== 'extrinsic');
  const count = (kind: ChainEvent['kind']) => own.filter((event) => event.kind === kind).length;
  return Math.max(count('weights-revealed'), count('weights-set'));
}

/** True when the events of every block of a span were read. */
const isComplete = (span: BlockSpan, views: readonly ValidatorView[]): boolean =>
  observedIn(span, views).length === span.to - span.from + 1;

const allDropped = (
  batch: readonly SeenCommit[],
  gone: number,
  span: BlockSpan,
  dropped: Decision['dropped'],
): Fates => batch.map((one) => [one, { gone, span, dropped, certain: false, unsure: false }] as const);
