import type { RoundResult } from '../../domain/verdict.js';
import { crownWords } from '../crownWords.js';
import { VERDICT_MARKS } from '../figures/marks.js';
import { orderChallengers } from '../orderChallengers.js';
import type { ReportRound, ReportView } from '../reportView.js';
import { signed, totalsText } from '../roundText.js';
import { stripOf } from '../stripOf.js';
import type { Block, Cell, ReportDocument, Section } from './block.js';
import { number, plain } from './cells.js';
import { limitsSection, repeatSection } from './closingSections.js';
import { footOf } from './footOf.js';

/** Verdicts that a reader should look into; the others are in the table. */
const FINDINGS = ['wrong-crown', 'inconclusive', 'policy-split', 'unverifiable'] as const;

const rowOf = (round: ReportRound, timed: boolean): Cell[] => {
  const { result } = round;
  const [decisive] = result === null ? [] : orderChallengers(result);
  const words = crownWords(result);
  const mark = VERDICT_MARKS[round.verdict];
  return [
    number(String(round.roundId)),
    ...(timed ? [plain(result?.seedTime === undefined ? '-' : result.seedTime)] : []),
    { text: `${mark.unicode} ${mark.word}${round.conditional ? ' *' : ''}`, tone: round.verdict },
    plain(result?.eraId ?? '-'),
    plain(words.king),
    plain(words.claimed),
    plain(words.replayed),
    number(decisive === undefined ? '-' : signed(decisive.claimed?.lcb)),
    number(decisive === undefined ? '-' : signed(decisive.replayed?.lcb)),
    number(result === null ? '-' : `${Math.round(result.coverage * 100)}%`),
    plain(result?.cause ?? ''),
  ];
};

/** Whether any round says when it began: replays of older versions do not. */
const isTimed = ({ rounds }: ReportView): boolean =>
  rounds.some(({ result }) => result?.seedTime !== undefined);

const roundsSection = ({ rounds }: ReportView, timed: boolean): Section => ({
  id: 'rounds',
  title: 'Rounds',
  blocks: [
    {
      kind: 'table',
      columns: [
        { title: 'round', isNumber: true },
        ...(timed ? [{ title: 'start (UTC)', isWord: true }] : []),
        { title: 'verdict', isWord: true },
        { title: 'era', isWord: true },
        { title: 'king', isWord: true },
        { title: 'chain', isWord: true },
        { title: 'rule', isWord: true },
        { title: 'claimed bound', isNumber: true },
        { title: 'replayed bound', isNumber: true },
        { title: 'coverage', isNumber: true },
        { title: 'cause', isWord: true },
      ],
      rows: rounds.map((round) => rowOf(round, timed)),
    },
    {
      kind: 'text',
      text: 'The bounds are those of the challenger that the round turned on; above 0 wins. * the king of the round comes from a wrong crown.',
    },
  ],
});

const findingBlocks = (result: RoundResult): Block[] => [
  {
    kind: 'heading',
    text: `Round ${result.roundId}: ${VERDICT_MARKS[result.verdict].word}${result.conditional ? ' (conditional)' : ''}`,
  },
  { kind: 'text', text: result.summary },
  {
    kind: 'list',
    items: [
      ...(result.cause === null
        ? []
        : [`Cause: ${result.cause}${result.causeNote === null ? '' : `: ${result.causeNote}`}`]),
      ...result.reasons.filter((reason) => reason !== result.causeNote),
      ...result.breaches.map((breach) => `Breach ${breach.code} (u${breach.uid}): ${breach.title}`),
    ],
  },
];

const findingsSection = ({ rounds }: ReportView): Section => {
  const found = FINDINGS.flatMap((verdict) =>
    rounds.flatMap(({ result }) => (result !== null && result.verdict === verdict ? [result] : [])),
  );
  return {
    id: 'findings',
    title: 'Findings',
    blocks:
      found.length === 0 ? [{ kind: 'text', text: 'No round has a finding.' }] : found.flatMap(findingBlocks),
  };
};

/** The report of several rounds: the history as a strip, a table of rounds, and every finding with its reasons. */
export const rangeDocument = (view: ReportView): ReportDocument => {
  const { rounds } = view;
  const synthetic = rounds.some(({ replay }) => replay?.start.synthetic === true);
  return {
    title: `Rounds ${rounds[0]?.roundId} to ${rounds.at(-1)?.roundId} of subnet ${view.netuid}`,
    subtitle: totalsText(rounds).trimEnd(),
    synthetic,
    lead: [{ kind: 'figure', figure: stripOf(view) }],
    sections: [
      roundsSection(view, isTimed(view)),
      findingsSection(view),
      repeatSection(view),
      limitsSection(synthetic),
    ],
    foot: footOf(view),
  };
};
