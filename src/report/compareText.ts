import type { Uid } from '../domain/identity.js';
import { printable } from '../domain/printable.js';
import { signed } from './roundText.js';

/** A compared round as this report reads it. */
interface Compared {
  readonly roundId: number;
  readonly a: { readonly winnerUid: Uid | null; readonly paidUid: Uid | null } | null;
  readonly b: { readonly winnerUid: Uid | null; readonly paidUid: Uid | null } | null;
  readonly changed: boolean | null;
  readonly gate: string | null;
  readonly basis: string | null;
  readonly why: string | null;
  readonly intervals: readonly {
    readonly uid: Uid;
    readonly of: 'duel' | 'scores';
    readonly n: number;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const crown = (side: Compared['a']): string => {
  if (side === null) return '-';
  if (side.winnerUid !== null) return `u${side.winnerUid}`;
  return side.paidUid === null ? 'nobody' : `none, pays u${side.paidUid}`;
};

/** Rounds that change first to last, with gate and interval; then how many did not, and how many cannot be told. */
export function compareText(a: string, b: string, rounds: readonly Compared[]): string {
  const lines = [`A ${printable(a, 100)}`, `B ${printable(b, 100)}`, ''];
  for (const round of rounds) {
    if (round.changed === false) continue;
    if (round.changed === null) {
      lines.push(`#${round.roundId}  cannot be told: ${printable(round.why ?? '', 300)}`);
      continue;
    }
    lines.push(
      `#${round.roundId}  A ${crown(round.a)}  B ${crown(round.b)}  by ${printable(round.gate ?? 'nothing named')}  (${round.basis} numbers)`,
    );
    for (const { uid, of, n, mean, low, high } of round.intervals)
      lines.push(
        `        u${uid}  ${of === 'duel' ? 'king minus challenger' : 'B minus A'} ${signed(mean)}  95 % ${signed(low)} to ${signed(high)}  n ${n}`,
      );
  }
  const count = (changed: boolean | null) => rounds.filter((round) => round.changed === changed).length;
  lines.push(
    `${rounds.length} ${rounds.length === 1 ? 'round' : 'rounds'}: ${count(true)} changed, ${count(false)} unchanged, ${count(null)} cannot be told`,
  );
  return `${lines.join('\n')}\n`;
}
