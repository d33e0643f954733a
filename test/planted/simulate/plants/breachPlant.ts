import type { PublishedRound, PublishedRow } from '../../../../src/domain/published.js';
import type { Miner } from '../cast.js';
import type { Timeline } from '../chainStates.js';
import type { Draft } from '../draft.js';
import type { Fault } from '../faults.js';
import type { Planted } from '../validators.js';
import { viewOf } from '../views.js';

/** A breach that chain states, published files and manifests show, with how it is planted. */
export interface BreachPlant {
  readonly code: string;
  readonly casts: readonly string[];
  /** Eras in which it can happen; every one without. */
  readonly eras?: readonly string[];
  readonly chain?: string;
  /** A fault that the validators with most of the stake have beside it. */
  readonly fault?: Fault;
  /** True when it changes who should hold the crown under every legal rule. */
  readonly decisive?: boolean;
  /** True when it seats others than the cast. */
  readonly seatsOthers?: boolean;
  /** Changes the round; false when this one cannot hold the breach. */
  readonly change: (draft: Draft) => boolean;
}

export const at = (draft: Draft, offset: number): number => draft.blocks.seedBlock + offset;

export const publisher = (draft: Draft): Planted => draft.validators[0] as Planted;

export const kingOf = (draft: Draft): Miner => draft.cast.king as Miner;

export const minerAt = (draft: Draft, position: number): Miner => draft.cast.challengers[position] as Miner;

/** The validator with the least stake that publishes nothing. */
export const minority = (draft: Draft): Planted =>
  draft.validators.slice(1).reduce((least, one) => (one.stake < least.stake ? one : least));

export const timelineOf = (draft: Draft, uid: number): Timeline =>
  draft.timelines.find((one) => one.uid === uid) as Timeline;

/** Exchanges what a validator sets. */
export function setTimeline(draft: Draft, uid: number, settings: Timeline['settings']): void {
  draft.timelines = draft.timelines.map((one) =>
    one.uid === uid ? { ...one, settings: [...settings].sort((a, b) => a.at - b.at) } : one,
  );
}

/** Adds a recorded block to those of the round. */
export const record = (draft: Draft, ...offsets: number[]): void => {
  draft.stateBlocks.push(...offsets);
};

/** Changes the published view of one validator, the first one without. */
export function editView(
  draft: Draft,
  change: (view: PublishedRound) => Partial<PublishedRound>,
  place = 0,
): void {
  draft.views = draft.views.map((view, i) => (i === place ? { ...view, ...change(view) } : view));
}

export const editRow = (
  draft: Draft,
  uid: number,
  change: (row: PublishedRow) => Partial<PublishedRow>,
): void =>
  editView(draft, (view) => ({
    rows: view.rows.map((row) => (row.uid === uid ? { ...row, ...change(row) } : row)),
  }));

/** Lets every validator publish its files. */
export function publishAll(draft: Draft): void {
  const { cast, blocks, captures } = draft;
  draft.views = draft.validators.map((one) => viewOf(one, { cast, blocks, captures }));
}

/** Adds a published disqualification of a commitment. */
export const disqualify = (draft: Draft, key: string, reason: string): void =>
  editView(draft, (view) => ({ disqualified: { ...view.disqualified, [key]: reason } }));

export const keyOf = ({ hotkey, committedAt }: Miner): string => `${hotkey}:${committedAt}`;
