import type { Absent } from '../domain/absent.js';
import type { BlockNumber } from '../domain/block.js';
import type { ChainState } from '../domain/chainState.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { PublishedRound } from '../domain/published.js';
import type { RoundBlocks } from '../domain/round.js';
import type { WeightEntry } from '../domain/weights.js';
import { windowEnd } from '../eras/roundBlocks.js';
import { type FollowedValidator, followRows, rowOfDecision, type ShownRow } from './followRows.js';
import { holderAt } from './holderAt.js';
import { strangerAt } from './strangerAt.js';

/** Largest weight of a row. */
const U16_MAX = 65_535;

/** Who the validators' rows crown in one round. */
export interface ClaimedCrown {
  readonly uid: Uid;
  /** Holder of the UID when the first row that names it was decided; null when no recorded state shows it. */
  readonly hotkey: Hotkey | null;
  /** Block of that first row; the first recorded block that shows it where only that is known. */
  readonly decidedAt: BlockNumber;
  /** Share of the counted stake whose rows pay it most, 0 to 1. */
  readonly stakeShare: number;
  /** The same share of the stake of ALL permitted validators, whether their rows of this round are visible or not. */
  readonly permittedShare: number;
  /**
   * Share of the same stake whose rows pay it most when this round's window closes, older rows that stand included; not
   * those that were decided when the UID had gone to a stranger.
   */
  readonly supportShare: number;
  /** True when no row was decided in the window, so that older rows, still shown, make the claim. */
  readonly standing: boolean;
  /** Rows counted, and those that pay it most. */
  readonly rows: number;
  readonly rowsFor: number;
  /** Whom the validator that published this round names; null when none did. A second opinion only. */
  readonly publishedUid: Uid | null;
  /** One sentence each. */
  readonly reasons: readonly string[];
}

export interface ClaimInput {
  readonly round: RoundBlocks;
  /** Recorded states, ascending. */
  readonly states: readonly ChainState[];
  /** UID of fallback and reserve: counts only where it is alone in a row; null in an era without one. */
  readonly fallbackUid: Uid | null;
  readonly published: PublishedRound | null;
}

/** The winner that a published round names: its new king where the crown changed, else its king. */
const publishedWinner = (published: PublishedRound | null): Uid | null =>
  published === null ? null : published.kingChanged ? published.newKingUid : published.kingUid;

/** One row that speaks for a crown. */
interface Voice {
  readonly stake: number;
  readonly decidedAt: BlockNumber;
  readonly row: readonly WeightEntry[];
}

/**
 * Sums stake weight times u16 weight over the rows that were decided and became visible in the round's window; ties
 * to the lowest UID. A validator skips a row that would repeat what it shows, so that without any row of the window
 * the rows that stand at its end make the claim. Absent when there is none either.
 */
export function claimedCrown({ round, states, fallbackUid, published }: ClaimInput): ClaimedCrown | Absent {
  const validators = followRows(round, states);
  const fresh = validators.map((one) => freshRow(one, round));
  const latest = validators.map((one, at) => fresh[at] ?? standingRow(one, round));
  const current = voicesOf(validators, fresh, round, fallbackUid);
  const shown = voicesOf(validators, latest, round, fallbackUid);
  // A fresh row always speaks, so that without one all that is shown stands from before.
  const standing = current.length === 0;
  const rows = standing ? (seesTheEnd(round, states) ? shown : []) : current;
  const stake = rows.reduce((sum, one) => sum + one.stake, 0);
  const voice = (own: number) => (stake > 0 ? own / stake : 1 / rows.length);
  const totals = new Map<Uid, number>();
  for (const one of rows)
    for (const [uid, weight] of one.row) totals.set(uid, (totals.get(uid) ?? 0) + voice(one.stake) * weight);
  const best = [...totals].sort(([a, x], [b, y]) => y - x || a - b)[0];
  if (best === undefined)
    return {
      absent: 'missing',
      why: `No row of a permitted validator is visible up to block ${windowEnd(round)}; later states of the chain would show one.`,
    };
  const uid = best[0];
  const named = rows.filter((one) => topOf(one.row) === uid);
  const decidedAt = Math.min(
    ...rows.filter((one) => one.row.some(([target]) => target === uid)).map((one) => one.decidedAt),
  );
  const stakeShare = named.reduce((sum, one) => sum + voice(one.stake), 0);
  const publishedUid = publishedWinner(published);
  const owner = holderAt(states, uid, round.seedBlock)?.hotkey;
  const paysStranger = ({ decidedAt: at }: Voice) =>
    owner !== undefined && strangerAt(states, round, uid, owner, at) !== null;
  return {
    uid,
    hotkey: holderAt(states, uid, decidedAt)?.hotkey ?? null,
    decidedAt,
    stakeShare,
    permittedShare: shareOf(named, validators),
    supportShare: shareOf(
      shown.filter((one) => topOf(one.row) === uid && !paysStranger(one)),
      validators,
    ),
    standing,
    rows: rows.length,
    rowsFor: named.length,
    publishedUid,
    reasons: reasonsOf(uid, named.length, rows.length, stakeShare, standing, published, publishedUid),
  };
}

/**
 * What one row of each validator says. A row without a known block speaks only where it was shown before the round's
 * rows could be decided.
 */
function voicesOf(
  validators: readonly FollowedValidator[],
  rows: readonly (ShownRow | null)[],
  { activationBlock }: RoundBlocks,
  fallbackUid: Uid | null,
): Voice[] {
  const voices: Voice[] = [];
  for (const [at, { stakeWeight: stake }] of validators.entries()) {
    const row = rows[at] ?? null;
    if (row === null) continue;
    const decidedAt = row.decidedAt ?? (row.visibleAt > activationBlock ? null : row.visibleAt);
    if (decidedAt !== null) voices.push({ stake, decidedAt, row: counted(row.first, fallbackUid) });
  }
  return voices;
}

/** Rows can be said to stand only by a state so late that whatever was decided before the next round is revealed. */
function seesTheEnd(round: RoundBlocks, states: readonly ChainState[]): boolean {
  const last = states.at(-1);
  return last !== undefined && last.block >= windowEnd(round) - last.tempo;
}

/** A row that was certainly decided in this round: one that is the row shown before may be an older one. */
function freshRow(validator: FollowedValidator, round: RoundBlocks): ShownRow | null {
  const row = rowOfDecision(validator, round);
  return row === null || row.unchanged ? null : row;
}

/** Not of a validator whose decision of this round is still hidden: what it shows is not what it decided. */
function standingRow({ shown, hidden }: FollowedValidator, round: RoundBlocks): ShownRow | null {
  const end = windowEnd(round);
  if (hidden.some((block) => block >= round.activationBlock && block < end)) return null;
  return shown.findLast((row) => row.visibleAt <= end) ?? null;
}

function shareOf(voices: readonly Voice[], validators: readonly FollowedValidator[]): number {
  const all = validators.reduce((sum, one) => sum + one.stakeWeight, 0);
  const own = voices.reduce((sum, one) => sum + one.stake, 0);
  return all > 0 ? own / all : voices.length / Math.max(1, validators.length);
}

/**
 * What a row says about the crown: the fallback UID only where it is alone. Validators scale a row so that its
 * largest weight is 65535; where that one is missing and a 0 stands instead, the chain has put it there.
 */
function counted(row: readonly WeightEntry[], fallbackUid: Uid | null): WeightEntry[] {
  if (row.length === 1) return row.filter(([, weight]) => weight > 0);
  let zeros = 0;
  let scaled = false;
  for (const [, weight] of row) {
    if (weight === 0) zeros += 1;
    scaled ||= weight === U16_MAX;
  }
  const zeroed = zeros === 1 && !scaled ? U16_MAX : 0;
  const found: WeightEntry[] = [];
  for (const [uid, stored] of row) {
    const weight = stored === 0 ? zeroed : stored;
    if (weight > 0 && uid !== fallbackUid) found.push([uid, weight]);
  }
  return found;
}

const topOf = (row: readonly WeightEntry[]): Uid | null =>
  row.reduce<WeightEntry | null>(
    (best, one) => (best === null || one[1] > best[1] ? one : best),
    null,
  )?.[0] ?? null;

function reasonsOf(
  uid: Uid,
  rowsFor: number,
  rows: number,
  share: number,
  standing: boolean,
  published: PublishedRound | null,
  publishedUid: Uid | null,
): string[] {
  const reasons = [
    `${rowsFor} of ${rows} visible rows ${standing ? 'that stand, none of them decided in this round,' : 'decided in this round'} pay UID ${uid} most, with ${Math.round(share * 100)} % of their stake weight.`,
  ];
  if (published !== null && publishedUid !== null)
    reasons.push(
      publishedUid === uid
        ? `Validator ${published.validatorUid} published the same crown.`
        : `Validator ${published.validatorUid} published the crown of UID ${publishedUid}, which the rows do not show.`,
    );
  return reasons;
}
