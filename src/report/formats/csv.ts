import { printable } from '../../domain/printable.js';
import { crownWords } from '../crownWords.js';
import { orderChallengers } from '../orderChallengers.js';
import type { ReportRound, ReportView } from '../reportView.js';

/** Text of a cell: always quoted, cleaned, and never the beginning of a formula in a spreadsheet. */
const text = (value: string | null | undefined): string => {
  if (value === null || value === undefined) return '';
  const safe = printable(value, 1000);
  const guarded = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(safe) ? `'${safe}` : safe;
  return `"${guarded.replaceAll('"', '""')}"`;
};

/** A number as JSON has it: a point, no separators; empty when there is none. */
const numeric = (value: number | null | undefined): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '' : String(value);

const COLUMNS: readonly (readonly [name: string, cell: (round: ReportRound) => string])[] = [
  ['round_id', (round) => numeric(round.roundId)],
  ['seed_block', ({ result }) => numeric(result?.seedBlock)],
  ['seed_time', ({ result }) => text(result?.seedTime)],
  ['era', ({ result }) => text(result?.eraId)],
  ['verdict', ({ verdict }) => text(verdict)],
  ['conditional', ({ conditional }) => String(conditional)],
  ['cause', ({ result }) => text(result?.cause)],
  ['king_uid', ({ result }) => numeric(result?.king?.uid)],
  ['claimed_uid', ({ result }) => numeric(result?.claimedUid)],
  ['rule', ({ result }) => text(crownWords(result).replayed)],
  ['challenger_uid', (round) => numeric(decisive(round)?.uid)],
  ['claimed_n', (round) => numeric(decisive(round)?.claimed?.n)],
  ['claimed_mean', (round) => numeric(decisive(round)?.claimed?.meanDelta)],
  ['claimed_lcb', (round) => numeric(decisive(round)?.claimed?.lcb)],
  ['replayed_n', (round) => numeric(decisive(round)?.replayed?.n)],
  ['replayed_mean', (round) => numeric(decisive(round)?.replayed?.meanDelta)],
  ['replayed_lcb', (round) => numeric(decisive(round)?.replayed?.lcb)],
  ['noise_nats', ({ result }) => numeric(result?.noise?.noiseNats)],
  ['coverage', ({ result }) => numeric(result?.coverage)],
  ['chain_facts', ({ result }) => text(result?.trust)],
  ['rows', ({ result }) => numeric(result?.validators.length)],
  [
    'rows_differ',
    ({ result }) => numeric(result?.validators.filter(({ status }) => status === 'differs').length),
  ],
  [
    'breaches',
    ({ result }) =>
      text(result === null ? null : [...new Set(result.breaches.map(({ code }) => code))].join(' ')),
  ],
  ['model', (round) => text(decisive(round)?.repo)],
  ['revision', (round) => text(decisive(round)?.revision)],
  ['replay', ({ replay }) => text(replay?.id)],
  ['snapshot', ({ replay }) => text(replay?.start.spec.snapshot.name)],
  ['synthetic', ({ replay }) => (replay === null ? '' : String(replay.start.synthetic))],
  ['summary', ({ result }) => text(result?.summary)],
];

const decisive = ({ result }: ReportRound) => (result === null ? undefined : orderChallengers(result)[0]);

/** One line a round under a line of names; commas, line feeds, text in quotes (docs/formats.md). */
export const csv = ({ rounds }: ReportView): string =>
  [COLUMNS.map(([name]) => name), ...rounds.map((round) => COLUMNS.map(([, cell]) => cell(round)))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
