import type { Policy } from '../../../eras/defineEra.js';
import type { LegalRules } from '../../../eras/legalRules.js';

/** What a check finds under the first set of rules in which it holds. */
export interface UnderRules<T> {
  readonly found: T;
  /** One sentence where it does not hold under all sets of rules; nothing where it does. */
  readonly under: readonly string[];
}

/** What tells sets of rules apart for whoever counts passers of published rows. */
const keyOf = (policy: Policy): string =>
  JSON.stringify([
    policy.qualityFloor,
    policy.qualityMargin,
    policy.qualityTolerance,
    policy.alpha,
    policy.minPairedPrompts,
    policy.lcbErrors,
    policy.challengersPerRound,
    policy.axisWeights,
    policy.relativeAxes,
  ]);

const alike = new WeakMap<readonly LegalRules[], readonly number[]>();

/** Position of the first set of rules that cannot differ, for each: many checks of many rounds ask under one list. */
function firstAlike(rules: readonly LegalRules[]): readonly number[] {
  const known = alike.get(rules);
  if (known !== undefined) return known;
  const keys = rules.map(({ policy }) => keyOf(policy));
  const made = keys.map((key) => keys.indexOf(key));
  alike.set(rules, made);
  return made;
}

/**
 * Asks a check under every legal set of rules, once for those that cannot differ to it; null when it holds under none.
 * @param find null = it does not hold
 */
export function underRules<T>(
  rules: readonly LegalRules[],
  find: (policy: Policy) => T | null,
): UnderRules<T> | null {
  const asked: (T | null)[] = [];
  const held: { readonly found: T; readonly setting: string }[] = [];
  for (const [at, { setting, policy }] of rules.entries()) {
    const first = firstAlike(rules)[at] ?? at;
    const found = first === at ? find(policy) : (asked[first] ?? null);
    asked.push(found);
    if (found !== null) held.push({ found, setting });
  }
  const [first] = held;
  if (first === undefined) return null;
  const under =
    held.length === rules.length
      ? []
      : [`It holds under ${held.map((one) => one.setting).join(', ')}, not under every legal setting.`];
  return { found: first.found, under };
}
