import type { Gate } from '../domain/duel.js';
import type { Policy } from '../eras/defineEra.js';
import type { PublishedTest } from './pairedTest.js';
import type { QualityGate } from './qualityGate.js';

/** Names of a challenger's gates, in the order in which they are shown. */
export const GATE_NAMES = [
  'paired_prompts',
  'paired_p',
  'paired_mean',
  'paired_lcb',
  'max_kl',
  'kl_fraud',
  'not_disqualified',
  'quality_floor',
  'quality_vs_incumbent',
] as const;

export interface GateInput {
  readonly policy: Policy;
  /** Pairs; 0 when either side has no scores. */
  readonly n: number;
  readonly test: PublishedTest | null;
  readonly meanKl: number | null;
  /** Reason of a published disqualification of this commitment, or null. */
  readonly disqualified: string | null;
  readonly quality: number | null;
  readonly kingQuality: number | null;
  readonly qualityGate: QualityGate;
}

const json = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

/** Every gate of one challenger with its measured value; also those that pass. All must be ok for the crown. */
export function challengerGates(input: GateInput): Gate[] {
  return [...duelGates(input), ...klGates(input), ...qualityGates(input)];
}

/** Published values of a paired test, as far as the gates read them. */
export interface DuelValues {
  readonly p: number | null;
  readonly meanDelta: number | null;
  /** Missing: the mean stands for it. */
  readonly lcb?: number | null | undefined;
}

/** Enough pairs, p below alpha, mean and lower bound above 0. */
export function duelGates({
  policy,
  n,
  test,
}: {
  readonly policy: Pick<Policy, 'alpha' | 'minPairedPrompts'>;
  readonly n: number;
  readonly test: DuelValues | null;
}): Gate[] {
  const p = test?.p ?? null;
  const mean = test?.meanDelta ?? null;
  const lcb = test === null ? null : (test.lcb ?? test.meanDelta);
  return [
    gate('paired_prompts', n, '>=', policy.minPairedPrompts, n >= policy.minPairedPrompts),
    gate('paired_p', p, '<', policy.alpha, p !== null && p < policy.alpha),
    gate('paired_mean', json(mean), '>', 0, mean !== null && mean > 0),
    gate('paired_lcb', json(lcb), '>', 0, lcb !== null && lcb > 0),
  ];
}

function klGates({ policy, meanKl, disqualified }: GateInput): Gate[] {
  const kl = json(meanKl);
  return [
    gate('max_kl', kl, '<=', policy.maxKl, meanKl !== null && !(meanKl > policy.maxKl)),
    gate('kl_fraud', kl, '>', policy.fraudKl, meanKl !== null && !(meanKl <= policy.fraudKl)),
    gate('not_disqualified', disqualified ?? 'none', 'is', 'none', disqualified === null),
  ];
}

function qualityGates({ policy, quality, kingQuality, qualityGate }: GateInput): Gate[] {
  const floorOk = quality !== null && quality >= policy.qualityFloor - policy.qualityTolerance;
  const asked =
    kingQuality === null || kingQuality <= 0
      ? policy.qualityFloor
      : Math.max(policy.qualityFloor, kingQuality * (1 - policy.qualityMargin));
  return [
    gate('quality_floor', quality, '>=', policy.qualityFloor, floorOk),
    gate('quality_vs_incumbent', quality, '>=', asked, qualityGate.ok),
  ];
}

const gate = (
  name: (typeof GATE_NAMES)[number],
  measured: Gate['measured'],
  comparator: Gate['comparator'],
  threshold: Gate['threshold'],
  ok: boolean,
): Gate => ({ name, measured, comparator, threshold, ok });
