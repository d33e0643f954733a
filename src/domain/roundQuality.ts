import type { Absent } from './absent.js';
import type { Uid } from './identity.js';
import type { NormReading } from './normReading.js';
import type { RoundReference } from './referenceCheck.js';

/** Whose words items are asked in: recrown's own, or the evaluator's where a checkout of it was given. */
export type Wording = 'own' | 'reference';

/**
 * Where the value of an axis comes from: `replayed` = asked and graded here; `sandboxed` = the same, with programs of the
 * model run in the sandbox; `declared` = a validator's word; `not-replayed` = nobody has it.
 */
export type AxisSource = 'replayed' | 'sandboxed' | 'declared' | 'not-replayed';

/**
 * In whose words an axis of a round under an evaluator was asked: `mixed` = its requests are the evaluator's, and what the
 * teacher marks them by is ours, or some of the axes that it is made of are ours.
 */
export type AxisWords = 'own' | 'reference' | 'mixed';

/** One axis of one contender, as crown quality reads it. */
export interface QualityAxis {
  readonly axis: string;
  readonly weight: number;
  readonly source: AxisSource;
  /** What was taken, 0 to 1; null = absent, and the other axes carry its weight. */
  readonly value: number | null;
  /** What the validator published, 0 to 1; null = nothing. */
  readonly declared: number | null;
  /** Items and right ones; null where none that count were asked here. */
  readonly n: number | null;
  readonly correct: number | null;
  /** In whose words a computed axis was asked; absent where a round is in our own, and where an axis asks nothing. */
  readonly words?: AxisWords;
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

/** What the fine-tune probe of the evaluator says of one contender, as far as it is computed. */
export interface FinetuneNorms {
  readonly uid: Uid;
  readonly norms: NormReading | Absent;
  /** Why the probe fails by its norm part: the evaluator drops such a model; null when that part passes or was not read. */
  readonly says: string | null;
}

/** The norm part of the fine-tune probe; its gradient part needs a step of training and stands among what is not replayed. */
export interface FinetuneProbe {
  /** Distance from 0 above which a weight fails. */
  readonly limit: number;
  readonly contenders: readonly FinetuneNorms[];
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
  /** Absent in replays of versions that did not read norm layers. */
  readonly finetune?: FinetuneProbe;
  /** The evaluator whose words were asked; absent for recrown's own. */
  readonly reference?: RoundReference;
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
