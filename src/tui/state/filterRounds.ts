import { VERDICT_MARKS } from '../../report/figures/marks.js';
import type { RoundRow } from '../../report/roundRow.js';
import { percent } from '../present/numbers.js';
import { compareRounds, type Order } from './sortRounds.js';

/** What the rounds screen is asked to show. */
export interface RoundsQuery {
  readonly filter: string;
  readonly order: Order;
  readonly onlyFindings: boolean;
  readonly onlyMoved: boolean;
  /** Keys of the rounds that are marked. */
  readonly marked: readonly string[];
}

const known = new WeakMap<RoundRow, Readonly<Record<string, string>>>();

const readFields = (row: RoundRow): Readonly<Record<string, string>> => ({
  round: `#${row.roundId}`,
  block: row.result === null ? '' : String(row.result.seedBlock),
  start: row.result?.seedTime ?? '',
  era: row.result?.eraId ?? '',
  king: `${row.king} ${row.result?.king?.hotkey ?? ''} ${row.result?.king?.repo ?? ''}`,
  claimed: row.claimed === 'held' ? `held ${row.king}` : row.claimed,
  replayed: row.replayed === 'held' ? `held ${row.king}` : row.replayed,
  mode: row.result?.tokenMode ?? '',
  checked: row.result === null ? '' : percent(row.result.coverage),
  verdict: `${row.verdict} ${VERDICT_MARKS[row.verdict].word}${row.conditional ? ' conditional' : ''}`,
  cause: row.result?.cause ?? '',
  replay: row.replay.id,
  snapshot: row.replay.start.spec.snapshot.name,
  challenger: (row.result?.challengers ?? []).map((one) => `u${one.uid} ${one.hotkey} ${one.repo}`).join(' '),
});

/** Everything that a filter can find, by field and in small letters: also columns that the window has no room for. */
const fieldsOf = (row: RoundRow): Readonly<Record<string, string>> => {
  const before = known.get(row);
  if (before !== undefined) return before;
  const fields = Object.fromEntries(
    Object.entries(readFields(row)).map(([name, value]) => [name, value.toLowerCase()]),
  );
  known.set(row, fields);
  return fields;
};

/** A UID is found as a whole word, so that `u18` does not find u181; anything else as a part. */
const found = (haystack: string, needle: string): boolean => {
  if (/^u\d+$/.test(needle)) return haystack.split(' ').includes(needle);
  return haystack.includes(needle);
};

/** Days from one to another, both counted. */
const DAYS = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;
const SPAN = /^#?(\d+)\.\.#?(\d+)$/;

/** Finds the marked rounds. */
export const IS_MARKED = 'is:marked';

const matches = (row: RoundRow, term: string, marked: ReadonlySet<string>): boolean => {
  if (term === IS_MARKED) return marked.has(row.key);
  const [, from, to] = SPAN.exec(term) ?? [];
  if (from !== undefined) return row.roundId >= Number(from) && row.roundId <= Number(to);
  const fields = fieldsOf(row);
  const [, since, until] = DAYS.exec(term) ?? [];
  if (since !== undefined && until !== undefined) {
    const day = fields.start?.slice(0, 10) ?? '';
    return day >= since && day <= until;
  }
  const colon = term.indexOf(':');
  const field = colon > 0 ? fields[term.slice(0, colon)] : undefined;
  if (field !== undefined) return found(field, term.slice(colon + 1));
  return Object.values(fields).some((value) => found(value, term));
};

/**
 * Rounds that match every word of the filter, in the order asked for. `!word` excludes, `field:word` looks in one field
 * (round block start era king claimed replayed mode checked verdict cause replay snapshot challenger), `from..to` in the
 * round numbers or in days of UTC (`2026-06-01..2026-06-11`), `is:marked` takes the marked ones.
 * @param rows ascending by round
 */
export const filterRounds = (rows: readonly RoundRow[], query: RoundsQuery): RoundRow[] => {
  const marked = new Set(query.marked);
  const terms = query.filter
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '' && term !== '!');
  return rows
    .filter((row) => !query.onlyFindings || row.verdict === 'wrong-crown')
    .filter((row) => !query.onlyMoved || row.moved)
    .filter((row) =>
      terms.every((term) =>
        term.startsWith('!') ? !matches(row, term.slice(1), marked) : matches(row, term, marked),
      ),
    )
    .sort(compareRounds(query.order));
};
