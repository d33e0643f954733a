import type { ComparedRow } from '../data.js';
import { fitLine, type Line, pad, span, wrap } from './line.js';
import { clean, type Look, rule } from './look.js';
import { difference } from './numbers.js';
import type { Column } from './table.js';

type Side = ComparedRow['a'];

/** What a side says of the crown, in one word: it stays, goes to a UID, or nobody gets it. */
const sideWord = (side: Side, king: number | null): string => {
  if (side === null) return '-';
  if (side.winnerUid === null) return 'nobody';
  return side.winnerUid === king ? 'held' : `u${side.winnerUid}`;
};

/** The four outcomes of a comparison: whether A and B leave the crown where it is. */
export interface Outcomes {
  readonly bothHeld: number;
  readonly onlyBCrowns: number;
  readonly onlyACrowns: number;
  readonly bothCrown: number;
  /** Of `bothCrown`: two different winners. */
  readonly differently: number;
  /** One side cannot be told, or the king of the round is not known. */
  readonly unpaired: number;
}

/** @param kings UID of the king of each round; absent where it is not known */
export const outcomesOf = (
  rounds: readonly ComparedRow[],
  kings: ReadonlyMap<number, number | null>,
): Outcomes => {
  const counts = { bothHeld: 0, onlyBCrowns: 0, onlyACrowns: 0, bothCrown: 0, differently: 0, unpaired: 0 };
  for (const round of rounds) {
    const king = kings.get(round.roundId);
    if (round.a === null || round.b === null || king === undefined) {
      counts.unpaired += 1;
      continue;
    }
    const moves = (side: NonNullable<Side>): boolean => side.winnerUid !== null && side.winnerUid !== king;
    const [a, b] = [moves(round.a), moves(round.b)];
    if (!a && !b) counts.bothHeld += 1;
    else if (!a) counts.onlyBCrowns += 1;
    else if (!b) counts.onlyACrowns += 1;
    else counts.bothCrown += 1;
    if (a && b && round.a.winnerUid !== round.b.winnerUid) counts.differently += 1;
  }
  return counts;
};

/** The table of outcomes, A down and B across. */
export const outcomeLines = (outcomes: Outcomes, look: Look): Line[] => {
  const cell = (value: number): string => pad(String(value), 10, 'right');
  const differently = outcomes.differently > 0 ? `, ${outcomes.differently} of them another one` : '';
  const lines: Line[] = [
    [
      span(
        `${' '.repeat(14)}${pad('B held', 10, 'right')}${pad('B crowned', 12, 'right')}`,
        'text.secondary',
      ),
    ],
    [
      span(pad('A held', 14), 'text.secondary'),
      span(cell(outcomes.bothHeld)),
      span(`  ${cell(outcomes.onlyBCrowns)}`, outcomes.onlyBCrowns > 0 ? 'verdict.wrong-crown' : undefined),
    ],
    [
      span(pad('A crowned', 14), 'text.secondary'),
      span(cell(outcomes.onlyACrowns), outcomes.onlyACrowns > 0 ? 'verdict.wrong-crown' : undefined),
      span(`  ${cell(outcomes.bothCrown)}`),
      span(differently, 'text.secondary'),
    ],
    [span(`${outcomes.unpaired} cannot be paired`, 'text.secondary')],
  ];
  return lines.map((line) => fitLine(line, look.width));
};

/** Rounds that change first, then those that cannot be told, then the others; ascending within each. */
export const orderCompared = (rounds: readonly ComparedRow[]): readonly ComparedRow[] => {
  const rank = ({ changed }: ComparedRow): number => (changed === true ? 0 : changed === null ? 1 : 2);
  return [...rounds].sort((a, b) => rank(a) - rank(b) || a.roundId - b.roundId);
};

const changeWord = (row: ComparedRow): string =>
  row.changed === true ? 'CHANGES' : row.changed === null ? 'not told' : 'same';

export const compareColumns = (
  look: Look,
  kings: ReadonlyMap<number, number | null>,
): Column<ComparedRow>[] => [
  { title: 'ROUND', width: 7, rank: 0, cell: (row) => span(`#${row.roundId}`) },
  { title: 'A', width: 8, rank: 0, cell: (row) => span(sideWord(row.a, kings.get(row.roundId) ?? null)) },
  { title: 'B', width: 8, rank: 0, cell: (row) => span(sideWord(row.b, kings.get(row.roundId) ?? null)) },
  {
    title: 'OUTCOME',
    width: 8,
    rank: 0,
    cell: (row) => span(changeWord(row), row.changed === true ? 'verdict.wrong-crown' : 'text.secondary'),
  },
  { title: 'BASIS', width: 9, rank: 3, cell: (row) => span(row.basis ?? '-') },
  {
    title: 'BY',
    width: 20,
    rank: 1,
    grows: true,
    cell: (row) => span(clean(row.gate ?? row.why ?? '-', look)),
  },
];

/** Why the sides part in the selected round: gate, both reasons, intervals, agreement. */
export const comparedDetail = (row: ComparedRow | undefined, look: Look): Line[] => {
  if (row === undefined) return [rule(look)];
  const side = (name: string, one: Side): string[] =>
    one === null
      ? []
      : [
          `${name}: ${one.winnerUid === null ? `nobody, pays ${one.paidUid === null ? 'nobody' : `u${one.paidUid}`}` : `u${one.winnerUid}`}; ${one.reason}`,
        ];
  const agreement = row.agreement;
  const lines = [
    ...(row.why === null ? [] : [row.why]),
    ...side('A', row.a),
    ...side('B', row.b),
    ...row.intervals.map(
      (one) =>
        `u${one.uid} ${one.of === 'duel' ? 'king minus challenger' : 'B minus A'} ${difference(one.mean, 6)}   95 % ${difference(one.low, 6)} to ${difference(one.high, 6)}   n ${one.n}`,
    ),
    ...(agreement === null
      ? []
      : [
          `scores: identical ${agreement.identical ?? 'not tested'}, equivalent ${agreement.equivalent ?? 'not tested'}, same decision ${agreement.sameDecision ?? 'not tested'}`,
        ]),
  ];
  return [
    rule(look, `#${row.roundId}${row.gate === null ? '' : `  parted by ${clean(row.gate, look, 60)}`}`),
    ...lines.flatMap((text) => wrap(clean(text, look, 600), look.width).map((part): Line => [span(part)])),
  ];
};
