import type { BreachInput } from '../diff/breaches/breachInput.js';
import type { ClaimedCrown } from '../diff/claimedCrown.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { RoundInputs } from './assembleInputs.js';
import type { CrownHistory } from './crownHistory.js';
import type { RoundDecision } from './decideRound.js';
import { recomputeView } from './recompute/recomputeView.js';

/** Everything that breaches are looked for in. */
export function breachInputOf({
  inputs,
  decided,
  claim,
  winner,
  fallbackUid,
  history,
}: {
  readonly inputs: RoundInputs;
  readonly decided: RoundDecision;
  readonly claim: ClaimedCrown | Absent;
  readonly winner: { readonly uid: Uid; readonly hotkey: Hotkey } | null;
  readonly fallbackUid: Uid | null;
  readonly history: CrownHistory;
}): BreachInput {
  const { spec, window, cutoff, seed, rules, views, models, disqualifiedBefore } = inputs;
  return {
    round: spec,
    states: window,
    cutoff,
    seed,
    policy: rules[0].policy,
    rules,
    spec,
    claim: isAbsent(claim) ? null : claim,
    crowned: isAbsent(claim) ? null : claim.uid,
    winner,
    decisions: decided.main?.decisions ?? [],
    fallbackUid,
    views,
    follows: (view) => recomputeView(view, rules, spec).follows,
    earlier: history.earlier,
    disqualifiedBefore,
    findRepository: models.findRepository,
  };
}
