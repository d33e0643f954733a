import { canonicalJson } from '../domain/canonical.js';
import { flatMap } from '../domain/flatMap.js';
import type { Era, LegalSetting, Policy } from './defineEra.js';
import { policyUnder } from './defineEra.js';
import type { ErasAt } from './erasAt.js';

/** One set of rules that a validator may legally have run: an era under one operator setting. */
export interface LegalRules {
  /** Unique name: the setting's id, after `ERA:` where the era is not the one that is judged with. */
  readonly setting: string;
  readonly eraId: string;
  readonly policy: Policy;
  /** False when it differs from the first set only in the weight row, never in the crown. */
  readonly movesCrown: boolean;
}

type LegalRulesList = readonly [LegalRules, ...LegalRules[]];

/** Parts of a policy that shape the row of a winner and nothing else. */
const ROW_ONLY: readonly (keyof Policy)[] = ['reserveFraction', 'reserveUid'];

/** By the question itself: the rounds of a range ask for the same rules. */
const known = new WeakMap<Pick<ErasAt, 'era' | 'others'>, LegalRulesList>();

/**
 * Every set of rules that may legally have judged a round: the era's default first, then its other settings, then
 * those of the other eras that may have been in force, each policy once.
 */
export function legalRules(eras: Pick<ErasAt, 'era' | 'others'>): LegalRulesList {
  const found = known.get(eras) ?? gather(eras);
  known.set(eras, found);
  return found;
}

function gather({ era, others }: Pick<ErasAt, 'era' | 'others'>): LegalRulesList {
  const crownOf = (policy: Policy): string =>
    canonicalJson(
      Object.fromEntries(Object.entries(policy).filter(([key]) => !ROW_ONLY.some((one) => one === key))),
    );
  const crown = crownOf(era.policy);
  const rulesOf = (one: Era, setting: LegalSetting, name: string): LegalRules => {
    const policy = policyUnder(one, setting);
    return { setting: name, eraId: one.id, policy, movesCrown: crownOf(policy) !== crown };
  };
  const all = [
    ...era.settings.map((setting) => rulesOf(era, setting, setting.id)),
    ...flatMap(others, (other) =>
      other.settings.map((setting) => rulesOf(other, setting, `${other.id}:${setting.id}`)),
    ),
  ];
  const byPolicy = new Map<string, LegalRules>();
  for (const one of all) {
    const key = canonicalJson(one.policy);
    if (!byPolicy.has(key)) byPolicy.set(key, one);
  }
  const [first, ...rest] = byPolicy.values();
  if (first === undefined) throw new RangeError(`era ${era.id} has no setting`);
  return [first, ...rest];
}
