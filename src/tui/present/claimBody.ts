import type { PairedDuel } from '../../domain/duel.js';
import type { ChallengerResult, RoundResult } from '../../domain/verdict.js';
import { STATUS_MARKS, STATUSES } from '../../report/figures/marks.js';
import { orderChallengers } from '../../report/roundRow.js';
import { fitLine, type Line, span, wrap } from './line.js';
import { clean, type Look, rule } from './look.js';
import { difference, fixed } from './numbers.js';
import { type Column, tableLines } from './table.js';

interface ClaimRow {
  readonly name: string;
  readonly claimed: string;
  readonly replayed: string;
  readonly apart: string;
}

const rowsOf = (one: ChallengerResult): ClaimRow[] => {
  const number = (
    name: string,
    claimed: number | null | undefined,
    replayed: number | null | undefined,
    text: (value: number | null | undefined) => string,
  ): ClaimRow => ({
    name,
    claimed: text(claimed),
    replayed: text(replayed),
    apart:
      claimed === null || claimed === undefined || replayed === null || replayed === undefined
        ? '-'
        : text(replayed - claimed),
  });
  const of = (key: Exclude<keyof PairedDuel, 'challengerUid'>) =>
    [one.claimed?.[key], one.replayed?.[key]] as const;
  const whole = (value: number | null | undefined): string =>
    value === null || value === undefined ? '-' : String(value);
  return [
    number('n', ...of('n'), whole),
    number('mean delta', ...of('meanDelta'), difference),
    number('standard error', ...of('se'), (value) => fixed(value, 6)),
    number('t', ...of('t'), (value) => fixed(value, 3)),
    number('p', ...of('p'), (value) => fixed(value, 6)),
    number('lower bound', ...of('lcb'), difference),
    number('mean KL', one.claimedMeanKl, one.meanKl, (value) => fixed(value, 6)),
  ];
};

const COLUMNS: readonly Column<ClaimRow>[] = [
  { title: '', width: 15, rank: 0, cell: (row) => span(row.name) },
  { title: 'CLAIMED', width: 12, align: 'right', rank: 0, cell: (row) => span(row.claimed) },
  { title: 'REPLAYED', width: 12, align: 'right', rank: 0, cell: (row) => span(row.replayed) },
  { title: 'APART', width: 12, align: 'right', rank: 1, cell: (row) => span(row.apart) },
];

const agreementText = ({ agreement }: RoundResult): string => {
  if (agreement === null) return 'Published and replayed scores could not be held against each other.';
  const word = (value: boolean | null): string => (value === null ? 'not tested' : value ? 'yes' : 'no');
  const margin = agreement.marginNats === null ? '' : ` (margin ${fixed(agreement.marginNats, 6)} nats)`;
  return `Scores, published against replayed: identical ${word(agreement.identical)}, equivalent ${word(agreement.equivalent)}${margin}, same decision ${word(agreement.sameDecision)}.`;
};

const crownText = (result: RoundResult): string[] => {
  const held = result.claimedHotkeys.length === 0 ? '' : ` (${result.claimedHotkeys.join(', ')})`;
  const claim =
    result.claimedUid === null
      ? "The validators' rows of this round crown nobody, or none was read."
      : `The validators' rows crown u${result.claimedUid}${held}.`;
  const [decision] = result.decisions;
  const rule =
    decision === undefined
      ? 'The rule was not applied to this round.'
      : `The rule gives ${decision.winnerUid === null ? 'nobody' : `u${decision.winnerUid}`} under its default setting: ${decision.reason.replace(/\.$/, '')}.`;
  return [claim, rule];
};

const rowsText = ({ validators }: RoundResult): string => {
  if (validators.length === 0) return 'No row of a validator was read.';
  const counts = STATUSES.map((status) => ({
    word: STATUS_MARKS[status].word,
    count: validators.filter((row) => row.status === status).length,
  })).filter(({ count }) => count > 0);
  return `Rows: ${counts.map(({ word, count }) => `${count} ${word}`).join(', ')}.`;
};

/** What was published of a round, beside what the replay gives: the crown, then every duel, number by number. */
export const claimBody = (result: RoundResult, look: Look): Line[] => {
  const text = (sentence: string): Line[] =>
    wrap(clean(sentence, look, 2000), look.width).map((part): Line => [span(part)]);
  const duels = orderChallengers(result).flatMap((one) => {
    const rows = rowsOf(one);
    const title = `u${one.uid}  ${clean(one.repo, look, 60)}`;
    const missing = [
      one.claimed === null ? 'no duel was published' : '',
      one.replayed === null ? 'not replayed' : '',
    ].filter((part) => part !== '');
    return [
      rule(look, missing.length === 0 ? title : `${title}  ${missing.join(', ')}`),
      ...tableLines({ columns: COLUMNS, rows, selected: -1, width: look.width, height: rows.length }),
    ];
  });
  return [
    ...[...crownText(result), rowsText(result), agreementText(result)].flatMap(text),
    ...(result.unsettled === null
      ? []
      : text(
          `Open: ${result.unsettled.gate} of u${result.unsettled.uid}; ${result.unsettled.promptsNeeded === null ? 'no number of prompts would settle it at this mean' : `about ${result.unsettled.promptsNeeded} prompts would settle it at this mean`}.`,
        )),
    ...duels,
  ].map((line) => fitLine(line, look.width));
};
