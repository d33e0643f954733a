import type { CrownDecision } from '../decide/crownInput.js';
import { expectedWeights } from '../decide/expectedWeights.js';
import type { ClaimedCrown } from '../diff/claimedCrown.js';
import { validatorRows } from '../diff/observeRows.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import { flatMap } from '../domain/flatMap.js';
import type { Uid } from '../domain/identity.js';
import { uidAt } from '../domain/uidAt.js';
import type { ValidatorRow } from '../domain/weights.js';
import type { RoundInputs } from './assembleInputs.js';
import type { TextDecisions } from './decideText.js';

/** Whose model won: by our decision, else, when nothing could be decided, the holder of the claimed UID at the cutoff. */
export function winnerOf(
  { spec, cutoff }: RoundInputs,
  decision: CrownDecision | undefined,
  claim: ClaimedCrown | Absent,
): { uid: Uid; hotkey: string } | null {
  const uid = decision === undefined ? (isAbsent(claim) ? null : claim.uid) : decision.winnerUid;
  if (uid === null) return null;
  const contender = [spec.king, ...spec.challengers].find((one) => one?.uid === uid);
  const hotkey = contender?.hotkey ?? uidAt(cutoff, uid)?.hotkey;
  return hotkey === undefined ? null : { uid, hotkey };
}

/** UID that the default rules pay in a round without a king, or keep weight back for; null without one. */
export const fallbackUidOf = ({ rules: [{ policy }] }: Pick<RoundInputs, 'rules'>): Uid | null =>
  policy.noWinnerUid ?? (policy.reserveFraction > 0 ? policy.reserveUid : null);

/** Every hotkey that held a UID from the seed block to the end of the round's window. */
export function holders({ window, spec }: RoundInputs, uid: Uid): string[] {
  const held = flatMap(
    window.filter((state) => state.block >= spec.seedBlock),
    (state) => uidAt(state, uid)?.hotkey ?? [],
  );
  return [...new Set(held)];
}

/** Rows are judged only when it is known what they should be: by a decision, or by a breach that rests on the chain. */
export function rowsOf(
  inputs: RoundInputs,
  main: TextDecisions | undefined,
  winner: { uid: Uid; hotkey: string } | null,
  breached: boolean,
): ValidatorRow[] {
  if (main === undefined && !breached) return [];
  const nUids = inputs.seed.uids.length;
  const rows = inputs.rules.map(({ setting, policy }, index) => ({
    setting,
    expected:
      main?.decisions[index]?.expected ?? (winner === null ? [] : expectedWeights(winner.uid, policy, nUids)),
  }));
  return validatorRows({
    round: inputs.spec,
    states: inputs.window,
    expected: rows[0]?.expected ?? [],
    alternatives: rows.slice(1),
    fallbackUid: fallbackUidOf(inputs),
    winner,
  });
}
