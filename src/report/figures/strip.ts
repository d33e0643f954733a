import type { Verdict } from '../../domain/verdict.js';
import { type Charset, MOVED_MARK, VERDICT_MARKS } from './marks.js';

export interface StripRound {
  readonly roundId: number;
  readonly verdict: Verdict;
  /** The crown moved in this round. */
  readonly moved: boolean;
  /** The king comes from a wrong crown. */
  readonly conditional?: boolean;
}

/** Three lines of equal length, one cell per round, oldest first. */
export interface Strip {
  readonly crown: string;
  readonly verdict: string;
  readonly axis: string;
  /** Rounds drawn, by their place in the input: half-open. */
  readonly from: number;
  readonly to: number;
  /** One sentence for a reader who cannot see the figure. */
  readonly sentence: string;
}

/** Round numbers under the cells: the first, the last, and those between that have room. */
const axisOf = (rounds: readonly StripRound[], width: number): string => {
  const cells = Array.from({ length: width }, () => ' ');
  const put = (at: number, label: string): boolean => {
    const from = Math.min(at, width - label.length);
    if (from < 0) return false;
    for (let i = Math.max(0, from - 2); i < Math.min(width, from + label.length + 2); i += 1)
      if (cells[i] !== ' ') return false;
    for (let i = 0; i < label.length; i += 1) cells[from + i] = label[i] as string;
    return true;
  };
  const first = rounds[0];
  const last = rounds.at(-1);
  if (first === undefined || last === undefined) return '';
  put(0, String(first.roundId));
  if (rounds.length > 1 && !put(rounds.length - 1, String(last.roundId)))
    return `${first.roundId} to ${last.roundId}`.slice(0, width);
  rounds.forEach((round, at) => {
    if (round.roundId % 10 === 0) put(at, String(round.roundId));
  });
  return cells.join('').trimEnd();
};

/**
 * Draws the history of the crown: where it moved, and what is said about each round.
 * @param rounds oldest first
 * @param width cells; when there are more rounds, a window of `width` rounds around `focus` is drawn
 * @param focus index that must be in the window
 */
export const renderStrip = (
  rounds: readonly StripRound[],
  width: number,
  charset: Charset,
  focus = rounds.length - 1,
): Strip => {
  const room = Math.max(0, width);
  const from = Math.max(0, Math.min(rounds.length - room, focus - Math.floor(room / 2)));
  const shown = rounds.slice(from, from + room);
  const wrong = rounds.filter((round) => round.verdict === 'wrong-crown').length;
  const moved = rounds.filter((round) => round.moved).length;
  return {
    crown: shown.map((round) => (round.moved ? MOVED_MARK[charset] : ' ')).join(''),
    verdict: shown.map((round) => VERDICT_MARKS[round.verdict][charset]).join(''),
    axis: axisOf(shown, room),
    from,
    to: from + shown.length,
    sentence: `${rounds.length} rounds, the crown moved in ${moved}, ${wrong} wrong crowns.`,
  };
};
