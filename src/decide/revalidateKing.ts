import type { Uid } from '../domain/identity.js';
import type { Policy } from '../eras/defineEra.js';
import type { CrownContender } from './crownInput.js';
import { candidateOf } from './crownOutcome.js';
import { measure } from './measure.js';
import { noWinnerTarget } from './noWinnerTarget.js';
import { selectByComposite } from './selector.js';
import { uidInRange } from './uidInRange.js';

export interface RevalidationInput {
  /** All valid models, with their stored composites. */
  readonly pool: readonly CrownContender[];
  /** `h2h_latest.king_uid`; null = none. */
  readonly previousKingUid: Uid | null;
  /** `hotkey:block` to reason. */
  readonly disqualified: Readonly<Record<string, string>>;
  readonly nUids: number;
  /** The operator's own UID for a king that fails the re-validation; undefined = not configured. */
  readonly configuredUid?: number | undefined;
  /** The operator's own UID for rounds without a winner; undefined = not configured. */
  readonly noWinnerUid?: number | undefined;
  /** The validator's own UID where it is configured to pay itself. */
  readonly validatorUid?: Uid | undefined;
  /** Whom the validator's row pays now; undefined = not known. */
  readonly currentTargetUid?: Uid | undefined;
}

/**
 * `kept`: the king is still preferred, or there is neither king nor pick. `fallback`: nobody is eligible, so that a
 * fallback is paid while the record keeps the king. `provisional`: somebody else is preferred and only noted. `crowned`:
 * there was no king, so that the pick is crowned and paid at once, without a duel.
 */
export interface Revalidation {
  readonly kind: 'kept' | 'fallback' | 'provisional' | 'crowned';
  readonly pick: Uid | null;
  /** Whom weights are set to at once; null = no weights are set, or whose they are is not known. */
  readonly target: Uid | null;
  /** False when the chain already shows the target, or when nothing is set. */
  readonly setsWeights: boolean;
}

/**
 * What a validator does with its king at the start of an epoch: the composite selector over all valid models (rule: king
 * re-validation, docs/methodology.md). Null where the era has no re-validation; an operator can also switch it off.
 */
export function revalidateKing(input: RevalidationInput, policy: Policy): Revalidation | null {
  if (!policy.revalidatesKing) return null;
  const { previousKingUid: previous, disqualified } = input;
  const candidates = input.pool.map((one) => {
    const seat = measure({ ...one, klPerPrompt: null }, null, { disqualified }, 0, policy);
    return candidateOf(seat, seat.listed !== null);
  });
  const pick = selectByComposite(candidates, previous, policy);
  if (pick === previous) return { kind: 'kept', pick, target: null, setsWeights: false };
  if (pick !== null && previous !== null)
    return { kind: 'provisional', pick, target: null, setsWeights: false };
  const target = pick ?? fallbackUid(input, policy);
  return {
    kind: pick === null ? 'fallback' : 'crowned',
    pick,
    target,
    setsWeights: target !== null && (pick !== null || target !== input.currentTargetUid),
  };
}

/** The configured UID or the shared one; an invalid one goes on to the later steps of a round without a winner. */
function fallbackUid(input: RevalidationInput, policy: Policy): Uid | null {
  const own = input.configuredUid ?? policy.noWinnerUid;
  if (uidInRange(own, input.nUids)) return own;
  return noWinnerTarget({
    incumbentUid: null,
    localKingUid: null,
    configuredUid: input.noWinnerUid,
    sharedFallbackUid: policy.noWinnerUid,
    validatorUid: input.validatorUid,
    currentTargetUid: input.currentTargetUid,
    nUids: input.nUids,
  }).uid;
}
