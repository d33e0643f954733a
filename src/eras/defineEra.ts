import type { BlockNumber } from '../domain/block.js';
import type { Uid } from '../domain/identity.js';

/** Every constant of an era that decides about a crown. Fractions are 0 to 1, KL is in nats per position. */
export interface Policy {
  /** One-sided level of the paired test (strict). */
  readonly alpha: number;
  /** Standard errors below the mean at the lower bound, which must be above 0. */
  readonly lcbErrors: number;
  /** Pairs that a duel needs. */
  readonly minPairedPrompts: number;
  /** Mean KL above which a contender is disqualified (equal passes). */
  readonly maxKl: number;
  /** Mean KL at or below which a contender is disqualified as fraud. */
  readonly fraudKl: number;
  /** Least crown quality. */
  readonly qualityFloor: number;
  /** A challenger may lose this share of the incumbent's quality; the composite selector asks for as much more. */
  readonly qualityMargin: number;
  /** Quality axes that the selector and the hold check ask for; the duel's quality gate does not. */
  readonly minQualityAxes: number;
  readonly qualityTolerance: number;
  /** Worst axes at or below this count as saturated. */
  readonly saturationEpsilon: number;
  /** Axes and schema version of the first tier of the composite selector. */
  readonly tierAxes: number;
  readonly tierVersion: number;
  /** Texts drawn for a duel. */
  readonly prompts: number;
  readonly challengersPerRound: number;
  /** Fixed bucket of the submission quotas, in blocks, and the submissions that count in one. */
  readonly quotaWindow: number;
  readonly quotaPerOwner: number;
  readonly quotaPerHotkey: number;
  readonly minCommitBlock: BlockNumber;
  /** Share of the weight kept back, and the UID that gets it. */
  readonly reserveFraction: number;
  readonly reserveUid: Uid;
  /** UID that gets all weight when nobody holds the crown. */
  readonly noWinnerUid: Uid;
  /** Active axes of the composite and their weights. */
  readonly axisWeights: Readonly<Record<string, number>>;
  /** Active axes that crown quality leaves out, because they compare with the round's other models. */
  readonly relativeAxes: readonly string[];
}

/** A choice of operator settings that was legitimate in the era. The first one of an era is its default. */
export interface LegalSetting {
  readonly id: string;
  readonly changes: Partial<Pick<Policy, 'qualityFloor' | 'maxKl' | 'prompts' | 'reserveFraction'>>;
  /** False when the setting moves only the weight row, never the crown. */
  readonly movesCrown: boolean;
}

/** Byte and value limits of the prechecks. */
export interface PrecheckPins {
  /** Config keys and values that must be equal in Python's sense (rule 15, with `vocab_size`). */
  readonly architecture: Readonly<Record<string, unknown>>;
  readonly vocabSize: number;
  readonly minWeightBytes: number;
  readonly maxWeightBytes: number;
  readonly maxParamsBillion: number;
  /** Parameters in 10^9 that the evaluator estimates from a config with exactly these pins; null = not known. */
  readonly estimatedParamsBillion: number | null;
  /** Python files that a repository may hold, as full paths. */
  readonly allowedPythonFiles: readonly string[];
}

/** One era of the evaluator's rules, as data. A new era is a new file; an old one is never edited. */
export interface Era {
  readonly id: string;
  /** First seed block judged with this era. */
  readonly firstBlock: BlockNumber;
  /** Last block before the next era begins. */
  readonly lastBlock: BlockNumber;
  /** How the boundaries are known, in one sentence. */
  readonly boundary: string;
  /** Repository and commit whose rule text the era mirrors. */
  readonly source: string;
  readonly policy: Policy;
  /** For each constant, the place that it mirrors. */
  readonly places: Readonly<Record<keyof Policy, string>>;
  readonly pins: PrecheckPins;
  readonly settings: readonly LegalSetting[];
}

/** Checks that an era is whole: at least one setting, distinct ids, the first one without changes. */
export function defineEra(era: Era): Era {
  const ids = new Set(era.settings.map((setting) => setting.id));
  const first = era.settings[0];
  if (first === undefined || Object.keys(first.changes).length > 0)
    throw new RangeError(`era ${era.id}: the first setting must be the default`);
  if (ids.size !== era.settings.length) throw new RangeError(`era ${era.id}: two settings share an id`);
  return era;
}

/** The policy of an operator who runs an era with one legal setting. */
export const policyUnder = (era: Era, setting: LegalSetting): Policy => ({
  ...era.policy,
  ...setting.changes,
});
