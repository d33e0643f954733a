import type { Uid } from './identity.js';

/** Whose words items are asked in: recrown's own, or the evaluator's where a checkout of it was given. */
export type Wording = 'own' | 'reference';

/**
 * Where the value of an axis comes from: `replayed` = asked and graded here; `sandboxed` = the same, with programs of the
 * model run in the sandbox; `declared` = a validator's word; `not-replayed` = nobody has it.
 */
export type AxisSource = 'replayed' | 'sandboxed' | 'declared' | 'not-replayed';

/** One axis of one contender, as crown quality reads it. */
export interface QualityAxis {
  readonly axis: string;
  readonly weight: number;
  readonly source: AxisSource;
  /** What was taken, 0 to 1; null = absent, and the other axes carry its weight. */
  readonly value: number | null;
  /** What the validator published, 0 to 1; null = nothing. */
  readonly declared: number | null;
  /** Items and right ones; null where none were asked here. */
  readonly n: number | null;
  readonly correct: number | null;
}

/** What the axes of one contender give. */
export interface ContenderQuality {
  readonly uid: Uid;
  /** On replayed axes, and on declared ones where an axis was not replayed; null without any. */
  readonly quality: number | null;
  /** On declared axes alone. */
  readonly declaredQuality: number | null;
  /** Half of the band of another sample of items, in units of quality (rule: quality band, docs/methodology.md). */
  readonly halfWidth: number;
  readonly axes: readonly QualityAxis[];
}

/** The quality gate of one challenger on replayed axes, and what one item more or less changes. */
export interface QualityGateCheck {
  readonly uid: Uid;
  readonly ok: boolean;
  readonly reason: string;
  readonly quality: number | null;
  readonly threshold: number | null;
  /** Least and greatest quality with one of the challenger's own items the other way. */
  readonly oneItem: readonly [low: number, high: number] | null;
  /** Items that were turned, of both sides, and those that alone change the gate. */
  readonly turned: number;
  readonly changing: readonly { readonly uid: Uid; readonly axis: string; readonly item: number }[];
}

/** The composite of one round as it was computed here. Absent from rounds of which the duel alone was run. */
export interface RoundQuality {
  readonly wording: Wording;
  /** How answers were decoded. */
  readonly mode: string;
  /** Whether an operator's counts and budgets were used, or the era's. */
  readonly counts: 'default' | 'operator';
  /** Share of the quality axes' weight that was computed for every contender, 0 to 1. */
  readonly share: number;
  /** Whether that share counts as coverage: the crown is the same over the whole quality band. */
  readonly counted: boolean;
  /** Every UID that gets the weight within the quality band, the one on the replayed axes first; null = nobody. */
  readonly crowns: readonly (Uid | null)[];
  /** One sentence: why the share counts or not. */
  readonly why: string;
  readonly contenders: readonly ContenderQuality[];
  readonly gates: readonly QualityGateCheck[];
  /** Live axes that were not replayed, with the reason. */
  readonly notReplayed: readonly { readonly axis: string; readonly why: string }[];
}

/** What one defect of the evaluator changes in a round, on the axes that were computed here. */
export interface WhatIf {
  readonly name: string;
  readonly title: string;
  /** What it needed beside the answers of the audit. */
  readonly cost: 'none' | 'sandbox' | 'decode';
  /** Who gets the weight on computed axes as deployed, and with the switch; null = nobody. */
  readonly deployedUid: Uid | null;
  readonly switchedUid: Uid | null;
  readonly changed: boolean;
  readonly contenders: readonly {
    readonly uid: Uid;
    readonly deployed: number | null;
    readonly switched: number | null;
    /** Outcome of the quality gate; null for the king. */
    readonly gateDeployed: boolean | null;
    readonly gateSwitched: boolean | null;
  }[];
  /** Why it was not computed; null when it was. */
  readonly why: string | null;
}
