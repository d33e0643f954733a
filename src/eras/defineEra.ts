import type { BlockNumber } from '../domain/block.js';
import type { KlMode } from '../domain/duel.js';
import type { Uid } from '../domain/identity.js';

/**
 * Which version of the prechecks a validator ran (rule: prechecks, docs/methodology.md): `P2` single-match duplicates,
 * `P5` strict duplicates, `MID` 16-tensor content hash and time limits, `LATEST` near-copies and order of commitment.
 */
export type PrecheckLine = 'P2' | 'P5' | 'MID' | 'LATEST';

/** How rounds are cut out of blocks: fixed in the evaluator's code (rule: round blocks, docs/methodology.md). */
export interface Coordination {
  readonly protocol: 1 | 2;
  readonly roundBlocks: number;
  readonly activationDelay: number;
  readonly commitFinality: number;
  /** null = not known for this era. */
  readonly joinWindow: number | null;
}

/**
 * Where an era begins, with how surely that is known. Blocks are seed blocks; `earliest` <= `block` <= `latest`. Known
 * exactly: all three are equal.
 */
export interface Boundary {
  /** First seed block that is judged with the era. */
  readonly block: BlockNumber;
  /** First block at which a validator may have run it. */
  readonly earliest: BlockNumber;
  /** First block from which on no validator is taken to run the era before it. */
  readonly latest: BlockNumber;
  readonly basis: 'configured' | 'documented' | 'inferred' | 'guess' | 'operator';
  /** One sentence: what the block rests on. */
  readonly why: string;
}

/**
 * Every constant and variant of an era that decides about a crown. Fractions are 0 to 1, KL is in nats per position;
 * null = the era has no such rule.
 */
export interface Policy {
  readonly klMode: KlMode;
  /** Who is seated: the consensus of the rows alone, or a validator's own last king before it. */
  readonly incumbentSource: 'consensus' | 'local-first';
  /** A validator checks its king again at the start of an epoch (rule: king re-validation, docs/methodology.md). */
  readonly revalidatesKing: boolean;
  /** Pending submissions over the quotas are rotated in when nothing else waits. */
  readonly maintenance: boolean;
  /** A repository name of the last `quotaWindow` blocks is not evaluated again. */
  readonly recentRepoSkip: boolean;
  readonly precheckLine: PrecheckLine;
  /** What an error in one UID's prechecks does (no verdict on it: the hub did not answer). */
  readonly precheckError: 'skip-round' | 'defer-uid';
  /** No coordinated round before this block. */
  readonly startGate: BlockNumber | null;
  /** One-sided level of the paired test (strict). */
  readonly alpha: number;
  /** Standard errors below the mean at the lower bound, which must be above 0. */
  readonly lcbErrors: number;
  /** Pairs that a duel needs. */
  readonly minPairedPrompts: number;
  /** Mean KL above which a contender is disqualified (equal passes). */
  readonly maxKl: number | null;
  /** Mean KL at or below which a contender is disqualified as fraud. */
  readonly fraudKl: number;
  /** Distance from 0 above which a weight of a norm layer fails the fine-tune probe. */
  readonly normWeightMax: number;
  /** Least crown quality; without one an incumbent holds unless it is disqualified. */
  readonly qualityFloor: number | null;
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
  readonly quotaPerOwner: number | null;
  readonly quotaPerHotkey: number | null;
  readonly minCommitBlock: BlockNumber | null;
  /** Share of the weight kept back, and the UID that gets it. */
  readonly reserveFraction: number;
  readonly reserveUid: Uid;
  /** UID that gets all weight when nobody holds the crown. */
  readonly noWinnerUid: Uid | null;
  /** Active axes of the composite and their weights. */
  readonly axisWeights: Readonly<Record<string, number>>;
  /** Active axes that crown quality leaves out, because they compare with the round's other models. */
  readonly relativeAxes: readonly string[];
}

/** What scores were made with: no constant of the decision. null = not known for this era. */
export interface Evaluation {
  /** Repository of the teacher; its revision was never pinned. */
  readonly teacher: string | null;
  /** Tokens that the teacher could add to a prompt. */
  readonly maxNewTokens: number | null;
  /** Version that composite records carry; from 29 on a silent model loses credit (rule: composite axes, docs/methodology.md). */
  readonly compositeSchema: 28 | 29;
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
  /** Config keys that were pinned too, to values that are not held: without them rule 15 can fail, never pass. */
  readonly unheldKeys: readonly string[];
  readonly vocabSize: number;
  readonly minWeightBytes: number;
  readonly maxWeightBytes: number;
  readonly maxParamsBillion: number;
  /** Parameters in 10^9 that the evaluator estimates from a config with exactly these pins; null = not known. */
  readonly estimatedParamsBillion: number | null;
  /** sha256 of the official chat template without its comment lines (rule 18). */
  readonly chatTemplateSha256: string;
  /** Python files that a repository may hold, as full paths. */
  readonly allowedPythonFiles: readonly string[];
}

/** A part of an era that can differ from the era before: a constant, or a whole group. */
export type EraPart = keyof Policy | 'coordination' | 'evaluation' | 'pins';

/** One era of the evaluator's rules, as data. A new era is a new file; an old one is never edited. */
export interface Era {
  readonly id: string;
  /** What changed with it, in a few words. */
  readonly title: string;
  /** Every part that differs from the era before; empty where the rule text of that era is not held. */
  readonly changed: readonly EraPart[];
  /** It ends where the next era begins. */
  readonly from: Boundary;
  /** Repository and commit whose rule text the era mirrors. */
  readonly source: string;
  readonly coordination: Coordination;
  readonly policy: Policy;
  readonly evaluation: Evaluation;
  /** For each constant the place that it mirrors, with `(inferred)` or `(unknown)` where the rule text does not say it. */
  readonly places: Readonly<Record<keyof Policy | keyof Evaluation, string>>;
  readonly pins: PrecheckPins;
  /** Legal operator settings, the default first. */
  readonly settings: readonly LegalSetting[];
}

/**
 * Checks that an era is whole: boundary in order, at least one setting, distinct ids, the first one without changes, and
 * a place for each constant.
 */
export function defineEra(era: Era): Era {
  const ids = new Set(era.settings.map((setting) => setting.id));
  const first = era.settings[0];
  if (first === undefined || Object.keys(first.changes).length > 0)
    throw new RangeError(`era ${era.id}: the first setting must be the default`);
  if (ids.size !== era.settings.length) throw new RangeError(`era ${era.id}: two settings share an id`);
  const { block, earliest, latest } = era.from;
  if (!(earliest <= block && block <= latest))
    throw new RangeError(`era ${era.id}: its boundary is out of order`);
  return era;
}

/** The policy of an operator who runs an era with one legal setting. */
export const policyUnder = (era: Era, setting: LegalSetting): Policy => ({
  ...era.policy,
  ...setting.changes,
});
