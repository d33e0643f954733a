import type { PairedDuel } from '../../domain/duel.js';
import type { ChallengerResult, RoundResult } from '../../domain/verdict.js';
import { orderChallengers, type RoundRow } from '../../report/roundRow.js';
import { causeReason, causeWord } from './causeReason.js';
import { fitLine, fitParts, type Line, type Part, span } from './line.js';
import { clean, type Look } from './look.js';
import { difference, fixed, percent } from './numbers.js';

/** The challenger that the round is about: whom the validators crown, else the best lower bound. */
const decisiveChallenger = (result: RoundResult): ChallengerResult | null => {
  const ordered = orderChallengers(result);
  return ordered.find((one) => one.uid === result.claimedUid) ?? ordered[0] ?? null;
};

const NAME = 12;

const duelParts = (uid: number, duel: PairedDuel): Part[] => [
  { text: `u${uid}`, rank: 0 },
  { text: `n ${duel.n}`, rank: 3 },
  { text: `mean ${difference(duel.meanDelta)}`, rank: 2 },
  {
    text: `lcb ${difference(duel.lcb)}${duel.lcb === null ? '' : duel.lcb > 0 ? ' > 0' : ' not > 0'}`,
    rank: 0,
  },
  { text: `t ${fixed(duel.t, 2)}`, rank: 4 },
];

const sentence = (text: string): Part[] => [{ text, rank: 0 }];

const claimedParts = (result: RoundResult): Part[] => {
  const challenger = decisiveChallenger(result);
  if (challenger?.claimed) return duelParts(challenger.uid, challenger.claimed);
  if (challenger === null) return sentence('no challenger: the crown could move without a duel only');
  return sentence(`no duel was published for u${challenger.uid}`);
};

const replayedParts = (result: RoundResult): Part[] => {
  const challenger = decisiveChallenger(result);
  if (challenger?.replayed) {
    const noise = result.noise === null ? '' : `engine noise ${fixed(result.noise.noiseNats, 6)}`;
    return [...duelParts(challenger.uid, challenger.replayed), { text: noise, rank: 1 }];
  }
  if (result.breaches.length > 0) return sentence('no model is needed: the chain alone shows the breach');
  return sentence('no duel was replayed');
};

/** What the crown of this round led to: rows, their stake, and later rounds that stand on it. */
const effectText = (result: RoundResult, later: number): string => {
  const total = result.validators.reduce((sum, row) => sum + row.stakeWeight, 0);
  const differing = result.validators.filter((row) => row.status === 'differs');
  const stake = differing.reduce((sum, row) => sum + row.stakeWeight, 0);
  const share = total > 0 ? ` (${percent(stake / total, 1)} of stake)` : '';
  const rows =
    result.validators.length === 0
      ? 'no validator row was read'
      : `${differing.length} of ${result.validators.length} rows differ from the rule${differing.length > 0 ? share : ''}`;
  if (result.verdict !== 'wrong-crown') return rows;
  const marked =
    later === 0 ? 'no later round is' : later === 1 ? '1 later round is' : `${later} later rounds are`;
  return `${rows}; ${marked} marked *`;
};

const causeText = (result: RoundResult): string => {
  const word = causeWord(result);
  return `${word === 'none' ? '' : `${word}: `}${causeReason(result) || 'nothing to explain'}`;
};

/**
 * The selected round in five lines: the answer, then claimed, replayed, cause, effect.
 * @param rows all rounds, to count those that stand on this one
 */
export const explanationLines = (row: RoundRow | null, rows: readonly RoundRow[], look: Look): Line[] => {
  const line = (name: string, text: string): Line =>
    fitLine([span(`  ${name.padEnd(NAME - 2)}`, 'text.secondary'), span(clean(text, look))], look.width);
  const numbers = (name: string, parts: readonly Part[]): Line =>
    line(name, fitParts(parts, look.width - NAME));
  if (row === null) return [[span('no round is selected')], [], [], [], []];
  const { result } = row;
  const title = result?.summary ?? 'no replay has finished this round';
  const head = fitLine([span(`#${row.roundId}  `, 'text.heading'), span(clean(title, look))], look.width);
  if (result === null)
    return [head, line('claimed', '-'), line('replayed', '-'), line('cause', '-'), line('effect', '-')];
  const digest = row.replay.start.spec.snapshot.digest;
  const later = rows.filter(
    (other) =>
      other.conditional && other.roundId > row.roundId && other.replay.start.spec.snapshot.digest === digest,
  ).length;
  return [
    head,
    numbers('claimed', claimedParts(result)),
    numbers('replayed', replayedParts(result)),
    line('cause', causeText(result)),
    line('effect', effectText(result, later)),
  ];
};
