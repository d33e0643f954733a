import type { Gate } from '../domain/duel.js';
import { clearsFloor } from '../eras/crownQuality.js';
import type { Policy } from '../eras/defineEra.js';
import type { KlStanding } from './klStanding.js';
import { askedQuality, type QualityPolicy, qualityGate } from './qualityGate.js';

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

/** Published values of a paired test, as far as the gates read them. */
export interface DuelValues {
  readonly p: number | null;
  readonly meanDelta: number | null;
  /** Missing: the mean stands for it. */
  readonly lcb?: number | null | undefined;
}

export type DuelPolicy = Pick<Policy, 'alpha' | 'minPairedPrompts'>;

/** Whether each of the duel's own gates holds. */
export interface DuelChecks {
  readonly pairs: boolean;
  readonly p: boolean;
  readonly mean: boolean;
  readonly lcb: boolean;
}

/** Enough pairs, p below alpha, mean and lower bound above 0 (rule: paired duel, docs/methodology.md). */
export function duelChecks(test: DuelValues | null, n: number, policy: DuelPolicy): DuelChecks {
  const p = test?.p ?? null;
  const mean = test?.meanDelta ?? null;
  const lcb = test?.lcb ?? mean;
  return {
    pairs: n >= policy.minPairedPrompts,
    p: p !== null && p < policy.alpha,
    mean: mean !== null && mean > 0,
    lcb: lcb !== null && lcb > 0,
  };
}

const QUALITY_GATES: readonly string[] = [
  'quality_floor',
  'quality_vs_incumbent',
] satisfies readonly (typeof GATE_NAMES)[number][];

/** Whether a challenger passes every gate that does not read its quality. */
export const passesBesideQuality = (gates: readonly Gate[]): boolean =>
  gates.every((gate) => gate.ok || QUALITY_GATES.includes(gate.name));

interface DuelGateInput {
  readonly policy: DuelPolicy;
  /** Pairs; 0 when either side has no scores. */
  readonly n: number;
  readonly test: DuelValues | null;
}

interface KlGateInput {
  readonly policy: Pick<Policy, 'maxKl' | 'fraudKl'>;
  readonly meanKl: number | null;
  readonly standing: KlStanding;
  /** Reason of a published disqualification of this commitment, or null. */
  readonly listed: string | null;
}

interface QualityGateInput {
  readonly policy: QualityPolicy;
  readonly quality: number | null;
  readonly kingQuality: number | null;
}

const json = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

/** The gates of a duel with their measured values. */
export function duelGates({ policy, n, test }: DuelGateInput): Gate[] {
  const ok = duelChecks(test, n, policy);
  const mean = test?.meanDelta ?? null;
  return [
    gate('paired_prompts', n, '>=', policy.minPairedPrompts, ok.pairs),
    gate('paired_p', test?.p ?? null, '<', policy.alpha, ok.p),
    gate('paired_mean', json(mean), '>', 0, ok.mean),
    gate('paired_lcb', json(test?.lcb ?? mean), '>', 0, ok.lcb),
  ];
}

/** The gates of a mean KL and of a published list: the limits alone are read of the policy. */
export function klGates({ policy, meanKl, standing, listed }: KlGateInput): Gate[] {
  const kl = json(meanKl);
  const scored = standing !== 'unscored';
  return [
    gate('max_kl', kl, '<=', policy.maxKl, scored && standing !== 'over'),
    gate('kl_fraud', kl, '>', policy.fraudKl, scored && standing !== 'fraud'),
    gate('not_disqualified', listed ?? 'none', 'is', 'none', listed === null),
  ];
}

/** The gates of the crown quality. */
export function qualityGates({ policy, quality, kingQuality }: QualityGateInput): Gate[] {
  const { qualityFloor, qualityTolerance } = policy;
  const floorOk = quality !== null && clearsFloor(quality, qualityFloor, qualityTolerance);
  const asked = askedQuality(kingQuality, policy);
  return [
    gate('quality_floor', quality, '>=', qualityFloor, floorOk),
    gate('quality_vs_incumbent', quality, '>=', asked, qualityGate(quality, kingQuality, policy).ok),
  ];
}

const gate = (
  name: (typeof GATE_NAMES)[number],
  measured: Gate['measured'],
  comparator: Gate['comparator'],
  threshold: Gate['threshold'],
  ok: boolean,
): Gate => ({ name, measured, comparator, threshold, ok });
