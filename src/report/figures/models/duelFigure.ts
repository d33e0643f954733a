import type { PairedDuel } from '../../../domain/duel.js';
import type { ChallengerResult, RoundResult } from '../../../domain/verdict.js';
import type { PairedScores } from '../../pairedScores.js';
import { signed } from '../../roundText.js';
import type { Bins, DuelFigure, IntervalLine } from '../figure.js';
import { binsOf, niceCeiling } from '../histogram.js';
import { intervalScale } from '../interval.js';

const SIGMA_95 = 1.96;
/** Columns on each side of zero where the figure has no cells to count by. */
const HALF_BINS = 24;

type Absent = DuelFigure['absent'][number];

const lineOf = (
  name: IntervalLine['name'],
  mean: number,
  half: number,
  lcb: number | null,
): IntervalLine => ({
  name,
  mean,
  half,
  from: lcb ?? mean - half,
  to: mean + half,
});

/** Round numbers over the scale of the intervals, zero among them. */
const ticksOf = (lines: readonly IntervalLine[]): number[] => {
  const { from, to } = intervalScale(lines);
  const step = niceCeiling((to - from) / 5);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(6)) + 0);
};

const intervalOf = (
  name: 'claimed' | 'replayed',
  duel: PairedDuel | null,
  missing: string,
): IntervalLine | Absent => {
  if (duel === null) return { name, why: missing };
  const half = duel.meanDelta === null || duel.se === null ? null : SIGMA_95 * duel.se;
  if (duel.meanDelta === null || half === null) return { name, why: `no interval on ${duel.n} pairs` };
  return lineOf(name, duel.meanDelta, half, duel.lcb);
};

const sentenceOf = (
  { uid }: ChallengerResult,
  king: number,
  bins: Bins | null,
  intervals: readonly IntervalLine[],
): string => {
  const sides =
    bins === null ? '' : ` On ${bins.above} prompts the challenger is better, on ${bins.below} the king.`;
  const means = intervals
    .filter((one) => one.name !== 'control')
    .map((one) => {
      const name = one.name === 'claimed' ? 'Claimed' : 'Replayed';
      return ` ${name} mean ${signed(one.mean)}, interval ${signed(one.from)} to ${signed(one.to)}.`;
    });
  return `King u${king} against challenger u${uid}.${sides}${means.join('')} A lower end above 0 wins the duel.`;
};

/**
 * The paired differences of one duel with the claimed and the replayed interval. Nothing is drawn of a replay before all
 * of its pairs are in: an interval over a part of them would look like a result.
 * @param paired null when the duel was not replayed
 */
export const duelFigure = (
  result: Pick<RoundResult, 'noise'>,
  kingUid: number,
  challenger: ChallengerResult,
  paired: PairedScores | null,
): DuelFigure => {
  const have = paired?.prompts.length ?? 0;
  const of = Math.max(have, challenger.replayed?.n ?? 0);
  const isComplete = have === of && have > 0;
  const deltas =
    paired === null || !isComplete ? [] : paired.king.map((kl, at) => kl - (paired.challenger[at] as number));
  const bins = deltas.length === 0 ? null : binsOf(deltas, HALF_BINS);
  const lines: (IntervalLine | Absent)[] = [
    intervalOf('claimed', challenger.claimed, 'not published'),
    isComplete || challenger.replayed === null
      ? intervalOf('replayed', challenger.replayed, 'not replayed')
      : { name: 'replayed', why: `${have} of ${of} pairs are in: nothing is drawn before all are` },
    result.noise === null
      ? { name: 'control', why: 'not measured' }
      : lineOf('control', 0, result.noise.meanNats, null),
  ];
  const intervals = lines.filter((one): one is IntervalLine => 'mean' in one);
  return {
    kind: 'duel',
    title: `Paired differences: king u${kingUid} minus challenger u${challenger.uid}`,
    sentence: sentenceOf(challenger, kingUid, bins, intervals),
    note: 'Columns are the replay alone. It does not show the other gates, nor why the scores differ.',
    kingUid,
    challengerUid: challenger.uid,
    capture: paired?.capture ?? null,
    pairs: { have, of },
    deltas,
    bins,
    intervals,
    ticks: intervals.length === 0 ? [] : ticksOf(intervals),
    absent: lines.filter((one): one is Absent => 'why' in one),
  };
};
