import { canonicalJson } from '../../domain/canonical.js';
import type { LegalRules } from '../../eras/legalRules.js';

type Rules = readonly [LegalRules, ...LegalRules[]];

/** Published numbers were made in one mode on one draw: what others would have been is not in them. */
const UNREAD: ReadonlySet<string> = new Set(['klMode', 'prompts']);

/** By the rules themselves: the rounds of a range are judged under the same ones. */
const known = new WeakMap<Rules, readonly number[]>();

/** For each set of rules the index of the first one that says the same of published numbers: its own where none is before. */
export function alikeRules(rules: Rules): readonly number[] {
  const found = known.get(rules) ?? compareRules(rules);
  known.set(rules, found);
  return found;
}

function compareRules(rules: Rules): number[] {
  const keys = rules.map(({ policy }) =>
    canonicalJson(Object.fromEntries(Object.entries(policy).filter(([name]) => !UNREAD.has(name)))),
  );
  return keys.map((key) => keys.indexOf(key));
}
