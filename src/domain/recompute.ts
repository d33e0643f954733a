import type { Uid } from './identity.js';
import type { Cause, Decision } from './verdict.js';

/** One published number beside the one that the rule gives on the published inputs. */
export interface NumberCheck {
  /** Name in the published files, with its place: `t_test.lcb`, `composite.worst`, `selection_gate.reason`. */
  readonly name: string;
  readonly recomputed: number | string | boolean | null;
  readonly published: number | string | boolean | null;
  /** What the difference starts from: the first one of a row is its cause, later ones may only follow from it. */
  readonly cause: Cause;
}

/** Everything that was computed again of one published row. */
export interface RecomputedRow {
  readonly uid: Uid;
  readonly model: string;
  /** By name, as far as the files give the inputs. */
  readonly recomputed: Readonly<Record<string, number | string | boolean | null>>;
  readonly published: Readonly<Record<string, number | string | boolean | null>>;
  /** Only what differs, in the order of the computation: the first one is the cause. */
  readonly differences: readonly NumberCheck[];
  /** Numbers that could not be computed, with what is missing: one sentence each. */
  readonly notComputed: readonly string[];
}

/** One validator's published round under the rules, from its own numbers alone. */
export interface RecomputedView {
  readonly validatorUid: Uid;
  readonly rows: readonly RecomputedRow[];
  /** Under every legal set of rules, the default first; empty when the files are not enough. */
  readonly decisions: readonly Decision[];
  /** Whom the validator says to have crowned; null = nobody, or it does not say. */
  readonly publishedWinnerUid: Uid | null;
  /** Whether any legal set of rules gives the published winner on the published numbers; null = not decidable. */
  readonly follows: boolean | null;
  /** First cause of each difference: one sentence each. */
  readonly causes: readonly { readonly cause: Cause; readonly why: string }[];
}
