import type { ChainState } from '../domain/chainState.js';
import type { Uid } from '../domain/identity.js';
import type { ConsensusAt, RoundSpec } from '../domain/round.js';
import type { Policy } from '../eras/defineEra.js';
import { consensusIncumbent, hasStake, type Voice } from './consensus.js';

/** Largest value of a u16 stake weight: the SDK divides by it. */
const U16_MAX = 65_535;

export interface Incumbent {
  readonly uid: Uid | null;
  readonly source: RoundSpec['incumbentSource'];
  /** One sentence: how it was found. */
  readonly why: string;
}

/** Of permitted UIDs: a few of all, and nobody else is heard. */
function voicesOf({ uids, weights }: ChainState): Voice[] {
  const voices: Voice[] = [];
  for (const { uid, permit, stakeWeight } of uids) {
    if (!permit) continue;
    const row = weights.findLast((one) => one.uid === uid)?.row ?? [];
    voices.push({ uid, permit, stakeWeight: stakeWeight / U16_MAX, row });
  }
  return voices;
}

/** The incumbent that the rows at the seed block give. */
export const chainIncumbent = (seed: ChainState): Uid | null =>
  consensusIncumbent(voicesOf(seed)).incumbentUid;

/** The incumbent that the rows at the seed block give, as the rule sums them and by real stake alone. */
export function consensusAt(seed: ChainState): ConsensusAt {
  const voices = voicesOf(seed);
  const asRule = consensusIncumbent(voices).incumbentUid;
  const byTrueStake = voices.every(hasStake) ? asRule : consensusIncumbent(voices, 'nothing').incumbentUid;
  return { asRule, byTrueStake };
}

/** What a validator knows of the king when it seats one. */
export interface Seating {
  readonly source: Policy['incumbentSource'];
  readonly consensusUid: Uid | null;
  /** Its own last king; null = none. */
  readonly localKingUid: Uid | null;
  /** Whether a UID has a commitment that no precheck is known to refuse. */
  readonly isValid: (uid: Uid) => boolean;
  /** Whether the stored composite of a UID lies below the floor; false without a record. */
  readonly failsFloor: (uid: Uid) => boolean;
}

/**
 * Which incumbent a validator seats: its own last king when that UID has a valid commitment and differs from the
 * consensus, else the consensus when valid and not below the floor (rule: incumbent, docs/methodology.md). In eras
 * where consensus alone decides, its own last king is not looked at.
 */
export function seatIncumbent(seating: Seating): Incumbent {
  const { consensusUid, localKingUid, isValid, failsFloor } = seating;
  const looks = seating.source === 'local-first' && localKingUid !== null && isValid(localKingUid);
  const local = looks ? localKingUid : null;
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
