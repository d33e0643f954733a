import type { BlockNumber } from '../../domain/block.js';
import type { PendingWeightCommit } from '../../domain/chainState.js';
import { revealBlocksOf, revealEpochOf, revealTiming } from '../../eras/epochs.js';
import type { ValidatorView } from './validatorViews.js';

/** Blocks in one of which something happened, both included; `from` above `to` = in none. */
export interface BlockSpan {
  readonly from: BlockNumber;
  readonly to: BlockNumber;
}

/**
 * Blocks in one of which the chain took a commit for its reveal, from the states around it and the runtime's timing
 * (rule: commit and reveal, docs/methodology.md). An empty span: it was still stored when its last block had passed.
 * @param seen last view that stores the commit
 * @param gone the next view, which does not
 * @param views all views of the validator
 */
export function revealSpan(
  commit: PendingWeightCommit,
  seen: ValidatorView,
  gone: ValidatorView,
  views: readonly ValidatorView[],
): BlockSpan {
  const between = { from: seen.block + 1, to: gone.block };
  const [a, b] = [seen.state, gone.state];
  const steady =
    a.tempo === b.tempo &&
    a.revealPeriodEpochs === b.revealPeriodEpochs &&
    revealTiming(a.specVersion) === revealTiming(b.specVersion);
  if (!steady) return between;
  const { scheme, epoch } = commit;
  const { revealPeriodEpochs, netuid, tempo, specVersion } = b;
  const window =
    revealTiming(b.specVersion) === 'look-ahead'
      ? storedWindow(revealEpochOf({ epoch, revealPeriodEpochs }), views)
      : revealBlocksOf({ scheme, epoch, revealPeriodEpochs, netuid, tempo, specVersion });
  // A commit that went before its time was not revealed by these rules: nothing narrower is known.
  if (window === null || gone.block < window.first) return between;
  return { from: Math.max(between.from, window.first), to: Math.min(between.to, window.last) };
}

/** The blocks of a stored epoch index, as far as the recorded states tell. */
function storedWindow(
  index: number,
  views: readonly ValidatorView[],
): { first: BlockNumber; last: BlockNumber } {
  let first = 0;
  let last = Number.POSITIVE_INFINITY;
  for (const { block, state } of views) {
    const since = state.lastEpochBlock;
    if (state.epochIndex < index) first = Math.max(first, block + 1);
    else if (state.epochIndex > index) last = Math.min(last, block - 1);
    if (since !== null && state.epochIndex === index) first = Math.max(first, since);
    if (since !== null && state.epochIndex === index + 1) last = Math.min(last, since - 1);
  }
  return { first, last };
}
