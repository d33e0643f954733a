import type { CompositeWish } from './composites.js';
import type { Random } from './random.js';
import type { Standing } from './scoreLists.js';
import type { Rules } from './truth/rules.js';

/** One challenger as it is wished. */
interface Part {
  readonly standing: Standing;
  readonly composite: CompositeWish | null;
  readonly committedAt?: number;
  readonly uid?: number;
  readonly dq?: string;
}

/** A cast as it is wished. */
interface CastPlan {
  readonly king: {
    readonly level: number;
    readonly composite: CompositeWish | null;
    readonly stored?: CompositeWish;
    readonly dq?: string;
    /** Its whole KL lies on so many prompts. */
    readonly spikes?: number;
  } | null;
  readonly parts: readonly Part[];
  readonly pairs?: number;
}

export const far = (random: Random): Standing => ({
  line: 'z',
  z: random.pick([-12, -8, -5, 6, 9, 14]),
  spread: 0.05,
});
export const good = (level: number, more: Partial<CompositeWish> = {}): CompositeWish => ({
  exact: null,
  level,
  ...more,
});
export const exact = (value: number, more: Partial<CompositeWish> = {}): CompositeWish => ({
  exact: value,
  level: value,
  ...more,
});

/** Casts by name, drawn by the default rules of the round. */
export type CastTable = Readonly<Record<string, (random: Random, rules: Rules) => CastPlan>>;
