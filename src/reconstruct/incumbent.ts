import type { ChainState } from '../domain/chainState.js';
import type { Uid } from '../domain/identity.js';
import type { RoundSpec } from '../domain/round.js';
import { consensusIncumbent } from './consensus.js';

/** Largest value of a u16 stake weight: the SDK divides by it. */
const U16_MAX = 65_535;

export interface Incumbent {
  readonly uid: Uid | null;
  readonly source: RoundSpec['incumbentSource'];
  /** One sentence: how it was found. */
  readonly why: string;
}

/** The incumbent that the rows at the seed block give. */
export function chainIncumbent(seed: ChainState): Uid | null {
  const rows = new Map(seed.weights.map((one) => [one.uid, one.row]));
  return consensusIncumbent(
    seed.uids.map((one) => ({
      uid: one.uid,
      permit: one.permit,
      stakeWeight: one.stakeWeight / U16_MAX,
      row: rows.get(one.uid) ?? [],
    })),
  ).incumbentUid;
}

/**
 * Which incumbent a validator seats: its own last king when that UID has a valid commitment and differs from the
 * consensus, else the consensus when valid and not below the floor (rule: incumbent, docs/methodology.md).
 *
 * @param isValid whether a UID has a commitment that passed the prechecks
 * @param failsFloor whether the stored composite of a UID lies below the floor; false without a record
 */
export function seatIncumbent(
  consensusUid: Uid | null,
  localKingUid: Uid | null,
  isValid: (uid: Uid) => boolean,
  failsFloor: (uid: Uid) => boolean,
): Incumbent {
  const local = localKingUid !== null && isValid(localKingUid) ? localKingUid : null;
  if (local !== null && local !== consensusUid)
    return {
      uid: local,
      source: 'h2h_latest',
      why: `The validator's own record names UID ${local}; the rows at the seed block name ${named(consensusUid)}.`,
    };
  if (consensusUid === null)
    return { uid: null, source: 'none', why: 'No row at the seed block gives weight to anybody.' };
  if (!isValid(consensusUid))
    return {
      uid: null,
      source: 'none',
      why: `The rows at the seed block name UID ${consensusUid}, which has no valid commitment.`,
    };
  if (local === null && failsFloor(consensusUid))
    return {
      uid: null,
      source: 'none',
      why: `The rows at the seed block name UID ${consensusUid}, whose stored composite is below the floor.`,
    };
  return {
    uid: consensusUid,
    source: 'chain_consensus',
    why: `The rows at the seed block give UID ${consensusUid} the largest stake-weighted total.`,
  };
}

const named = (uid: Uid | null): string => (uid === null ? 'nobody' : `UID ${uid}`);
