import type { RecentCache } from '../domain/recentCache.js';
import type { Policy } from '../eras/defineEra.js';
import type { CrownView } from './crownView.js';

/** In the view already, in the standings of its seats, or of the row alone; all else of a policy may move a crown. */
const NOT_ASKED: ReadonlySet<string> = new Set<keyof Policy>([
  'axisWeights',
  'relativeAxes',
  'prompts',
  'maxKl',
  'fraudKl',
  'reserveFraction',
  'reserveUid',
]);

const texts = new WeakMap<Policy, string>();

function textOf(policy: Policy): string {
  const known = texts.get(policy);
  if (known !== undefined) return known;
  const made = JSON.stringify(Object.entries(policy).filter(([name]) => !NOT_ASKED.has(name)));
  texts.set(policy, made);
  return made;
}

/** What is kept of the views: by what the rules ask, then by where the seats stand. */
export type KeptByRules<T> = RecentCache<CrownView, Map<string, Map<string, T>>>;

/**
 * Most legal rules of an era differ in a limit that nobody of the round comes near: such rules share what is worked out
 * of a view.
 * @param standings what the limits of the mean KL make of the seats, in a text of few letters
 */
export function oncePerRules<T>(
  kept: KeptByRules<T>,
  view: CrownView,
  policy: Policy,
  standings: string,
  make: (view: CrownView, policy: Policy) => T,
): T {
  const rules = textOf(policy);
  const known = kept.get(view)?.get(rules)?.get(standings);
  if (known !== undefined) return known;
  const made = make(view, policy);
  const byRules = kept.get(view) ?? new Map<string, Map<string, T>>();
  const alike = byRules.get(rules) ?? new Map<string, T>();
  kept.set(view, byRules.set(rules, alike.set(standings, made)));
  return made;
}
