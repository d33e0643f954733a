import type { Uid } from '../domain/identity.js';
import { uidInRange } from './uidInRange.js';

export interface NoWinnerInput {
  readonly incumbentUid: Uid | null;
  /** `h2h_latest.king_uid` on the validator's disk. */
  readonly localKingUid: Uid | null;
  /** The operator's own fallback UID; undefined = not configured. */
  readonly configuredUid?: number | undefined;
  readonly sharedFallbackUid: Uid | null;
  /** The validator's own UID where it is configured to pay itself. */
  readonly validatorUid?: Uid | undefined;
  readonly currentTargetUid?: Uid | undefined;
  readonly nUids: number;
}

export interface NoWinnerTarget {
  readonly uid: Uid | null;
  readonly source: string;
}

/** Whom a validator pays when the round has no winner, in the evaluator's order; UID 0 is a real UID. */
export function noWinnerTarget(input: NoWinnerInput): NoWinnerTarget {
  const inRange = (uid: number | null | undefined): uid is Uid => uidInRange(uid, input.nUids);
  if (inRange(input.incumbentUid)) return { uid: input.incumbentUid, source: 'incumbent king' };
  if (inRange(input.localKingUid)) return { uid: input.localKingUid, source: 'h2h_latest king' };
  if (input.configuredUid !== undefined) {
    if (inRange(input.configuredUid)) return { uid: input.configuredUid, source: 'configured fallback' };
  } else if (inRange(input.sharedFallbackUid)) {
    return { uid: input.sharedFallbackUid, source: 'shared burn fallback' };
  }
  if (inRange(input.validatorUid)) return { uid: input.validatorUid, source: 'validator uid' };
  if (inRange(input.currentTargetUid))
    return { uid: input.currentTargetUid, source: 'current on-chain target' };
  return { uid: null, source: 'none' };
}
