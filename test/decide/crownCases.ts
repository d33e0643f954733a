import type { CrownComposite, CrownContender, CrownInput } from '../../src/decide/crownInput.js';
import { type LegalRules, legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';

/** The rules of P11 under one of its settings, by name; policy fields may be replaced. */
export function rulesOf(id = 'default', changes: Partial<LegalRules['policy']> = {}): LegalRules {
  const found = legalRules({ era: P11, others: [] }).find((one) => one.setting === id);
  if (found === undefined) throw new RangeError(`P11 has no setting ${id}`);
  return { ...found, policy: { ...found.policy, ...changes } };
}

/** Every active axis with one value: crown quality is that value. */
export const compositeOf = (value: number, worst = value): CrownComposite => ({
  axes: Object.fromEntries(Object.keys(P11.policy.axisWeights).map((axis) => [axis, value])),
  brokenAxes: [],
  worst,
  weighted: value,
  nAxes: 17,
  version: 29,
});

/** 300 values around `level` that vary a little from prompt to prompt. */
export const klAround = (level: number, n = 300, spread = 0.01): number[] =>
  Array.from({ length: n }, (_, i) => level + spread * Math.sin(i * 12.9898));

export const contender = (
  uid: number,
  level: number | null,
  quality: number | null,
  committedAt = uid,
): CrownContender => ({
  uid,
  hotkey: `hotkey-${uid}`,
  committedAt,
  klPerPrompt: level === null ? null : klAround(level),
  composite: quality === null ? null : compositeOf(quality),
});

export const crownInput = (
  king: CrownContender | null,
  challengers: readonly CrownContender[],
  more: Partial<CrownInput> = {},
): CrownInput => ({
  king,
  challengers,
  drawIndex: Array.from({ length: 300 }, (_, i) => i),
  storedKingComposite: null,
  disqualified: {},
  localKingUid: king?.uid ?? null,
  nUids: 256,
  ...more,
});
