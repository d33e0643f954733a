import type { CrownDecision, CrownInput } from '../../decide/crownInput.js';
import { decideCrown } from '../../decide/decideCrown.js';
import { paidUid } from '../../domain/paidUid.js';
import type { LegalRules } from '../../eras/legalRules.js';
import type { StoredInput } from '../../store/queries/inputsOfRounds.js';
import {
  type ComparedRound,
  meanInterval,
  notCompared,
  type PairedInterval,
  type SideOutcome,
} from './comparedRound.js';
import { partingGate } from './partingGate.js';

/** Decides one round under two sets of rules on the same recorded inputs. */
export function compareRules(
  roundId: number,
  stored: readonly StoredInput[],
  a: LegalRules,
  b: LegalRules,
): ComparedRound {
  const [left, right] = inputsFor(stored, a, b);
  if (left === undefined || right === undefined) {
    const lacks = [left === undefined ? a : null, right === undefined ? b : null].find((one) => one !== null);
    return notCompared(
      roundId,
      stored.length === 0
        ? 'No sealed replay holds what a decision of this round was taken from.'
        : `The replays of this round hold no scores of KL mode ${lacks?.policy.klMode}, which ${lacks?.setting} needs.`,
    );
  }
  const decided = {
    a: decideCrown(JSON.parse(left.input) as CrownInput, a),
    b: decideCrown(JSON.parse(right.input) as CrownInput, b),
  };
  const [one, two] = [outcome(decided.a), outcome(decided.b)];
  const changed = one.winnerUid !== two.winnerUid || one.paidUid !== two.paidUid;
  return {
    roundId,
    a: one,
    b: two,
    changed,
    gate: changed ? partingStep(decided.a, decided.b) : null,
    intervals: duelIntervals(decided.a, decided.b),
    agreement: null,
    basis: left.basis === 'replayed' && right.basis === 'replayed' ? 'replayed' : 'published',
    why: null,
  };
}

/** Inputs of both sides, of one replay where one holds both KL modes. */
function inputsFor(stored: readonly StoredInput[], a: LegalRules, b: LegalRules) {
  const pick = (from: readonly StoredInput[]) =>
    [a, b].map((rules) => from.find((one) => one.mode === rules.policy.klMode));
  const replays = [...new Set(stored.map((one) => `${one.basis} ${one.replay}`))];
  const whole = replays
    .map((id) => pick(stored.filter((one) => `${one.basis} ${one.replay}` === id)))
    .find((pair) => pair.every((one) => one !== undefined));
  return whole ?? pick(stored);
}

const outcome = (decision: CrownDecision): SideOutcome => ({
  winnerUid: decision.winnerUid,
  paidUid: paidUid(decision.expected),
  reason: decision.reason,
  verdict: null,
});

/** First gate of the winners that parts the sides; else the step after the gates. */
function partingStep(a: CrownDecision, b: CrownDecision): string {
  const gate = partingGate(a.challengers, b.challengers, [b.winnerUid, a.winnerUid]);
  if (gate !== null) return gate;
  if (a.winnerUid === b.winnerUid) return 'no_winner_target';
  if (a.kind === 'duel' && b.kind === 'duel') return 'several_passers';
  if (a.kind === 'kingless' || b.kind === 'kingless') return 'hold_check';
  return 'composite_selector';
}

/** Duels of the challengers that either side crowns. */
function duelIntervals(a: CrownDecision, b: CrownDecision): PairedInterval[] {
  const crowned = [...new Set([a.winnerUid, b.winnerUid])];
  return crowned.flatMap((uid) => {
    const duel = [b, a].flatMap((side) => side.challengers).find((one) => one.uid === uid)?.duel;
    if (uid === null || !duel || duel.meanDelta === null || duel.se === null) return [];
    return [{ uid, of: 'duel' as const, n: duel.n, ...meanInterval(duel.meanDelta, duel.se) }];
  });
}
