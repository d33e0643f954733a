import { printable } from '../domain/printable.js';
import type { NumberCheck, RecomputedRow } from '../domain/recompute.js';
import type { Decision } from '../domain/verdict.js';

/** What the text of a recomputed round shows. */
export interface RecomputedShown {
  readonly roundId: number;
  readonly seedBlock: number;
  readonly eraId: string | null;
  readonly publishedWinnerUid: number | null;
  /** Whether the record says whom it crowned; with a null winner it then says nobody. */
  readonly isWinnerKnown: boolean;
  readonly follows: boolean | null;
  readonly decisions: readonly Decision[];
  readonly rows: readonly RecomputedRow[];
  readonly round: Pick<RecomputedRow, 'differences' | 'notComputed'>;
  readonly causes: readonly { readonly cause: string; readonly why: string }[];
}

const WIDTH = 80;
/** Rows and lines of one kind that are shown; the JSON form holds all. */
const MOST_ROWS = 64;
const MOST_LINES = 40;

/** One recomputed round as plain ASCII lines of at most 80 columns: rows, differences side by side, the decision, causes. */
export function recomputeText(shown: RecomputedShown): string {
  const lines = [
    `round ${shown.roundId}  seed block ${shown.seedBlock}  ${shown.eraId === null ? 'no era' : `era ${shown.eraId}`}`,
    ...wrap(answer(shown), '', ''),
    '',
    ...rowLines(shown.rows),
    ...differenceLines('the record', shown.round.differences),
    ...listed('Decision', decisionLines(shown.decisions)),
    ...listed(
      'Causes',
      shown.causes.map(({ cause, why }) => `${cause}: ${why}`),
    ),
    ...listed('Not computed', notComputed(shown)),
  ];
  return `${lines.join('\n')}\n`;
}

const nameOf = (uid: number | null): string => (uid === null ? 'nobody' : `UID ${uid}`);

function answer({ isWinnerKnown, publishedWinnerUid, follows, rows, round }: RecomputedShown): string {
  const count = rows.reduce((sum, row) => sum + row.differences.length, round.differences.length);
  const numbers =
    count === 0 ? 'No number differs.' : `${count} ${count === 1 ? 'number differs' : 'numbers differ'}.`;
  if (!isWinnerKnown) return `The files do not say who won. ${numbers}`;
  const winner = nameOf(publishedWinnerUid);
  if (follows === null)
    return `${winner} is published as winner; the files are not enough to decide it. ${numbers}`;
  if (follows)
    return `${winner} is published as winner, which follows from the published numbers. ${numbers}`;
  return `${winner} is published as winner, which does NOT follow from the published numbers. ${numbers}`;
}

/** Numbers that a row shows at a glance, in the order of their columns. */
const COLUMNS: readonly (readonly [title: string, name: string, width: number])[] = [
  ['kl', 'kl', 10],
  ['n', 't_test.n', 5],
  ['mean', 't_test.mean_delta', 11],
  ['lcb', 't_test.lcb', 11],
  ['quality', 'selection_gate.challenger_quality', 9],
  ['worst', 'composite.worst', 7],
];

function rowLines(rows: readonly RecomputedRow[]): string[] {
  const head = ['  uid', ...COLUMNS.map(([title, , width]) => title.padStart(width)), '  differs'].join(' ');
  const lines = rows.slice(0, MOST_ROWS).flatMap((row) => {
    const cells = COLUMNS.map(([, name, width]) => {
      const value = row.recomputed[name];
      return (value === undefined || value === null ? '-' : String(value)).slice(0, width).padStart(width);
    });
    const count = row.differences.length === 0 ? 'none' : String(row.differences.length);
    return [
      [`u${row.uid}`.padStart(5), ...cells, count.padStart(9)].join(' '),
      ...differenceLines(null, row.differences),
    ];
  });
  if (rows.length > MOST_ROWS) lines.push(`  and ${rows.length - MOST_ROWS} more rows`);
  return rows.length === 0 ? [] : [head, ...lines];
}

const show = (value: NumberCheck['published']): string =>
  printable(value === null ? 'null' : String(value), 60);

function differenceLines(of: string | null, differences: readonly NumberCheck[]): string[] {
  if (differences.length === 0) return [];
  const lines = differences.slice(0, MOST_LINES).flatMap(({ name, published, recomputed, cause }) => {
    const sides = `published ${show(published)}  by the rule ${show(recomputed)}  (${cause})`;
    const line = `      ${printable(name, 60)}  ${sides}`;
    return line.length <= WIDTH
      ? [line]
      : [`      ${printable(name, 70)}`, ...wrap(sides, '        ', '        ')];
  });
  if (differences.length > MOST_LINES) lines.push(`      and ${differences.length - MOST_LINES} more`);
  return of === null ? lines : ['', `  ${of}`, ...lines];
}

/** The default first; other sets of rules by the winner that they give, when it is another one. */
function decisionLines(decisions: readonly Decision[]): string[] {
  const [first] = decisions;
  if (first === undefined) return ['none: the files are not enough.'];
  const lines = [`${nameOf(first.winnerUid)} under ${first.setting}: ${first.reason}`];
  const others = new Map<number | null, string[]>();
  for (const { winnerUid, setting } of decisions.slice(1))
    if (winnerUid !== first.winnerUid) others.set(winnerUid, [...(others.get(winnerUid) ?? []), setting]);
  for (const [uid, settings] of others) lines.push(`${nameOf(uid)} under ${settings.join(', ')}.`);
  if (others.size === 0 && decisions.length > 1)
    lines.push(`The same under all ${decisions.length} legal sets of rules.`);
  return lines;
}

function notComputed({ rows, round }: RecomputedShown): string[] {
  const byWhy = new Map<string, number[]>();
  for (const row of rows)
    for (const why of row.notComputed) byWhy.set(why, [...(byWhy.get(why) ?? []), row.uid]);
  return [
    ...round.notComputed,
    ...[...byWhy].map(([why, uids]) => {
      const shown = uids.slice(0, 8).map((uid) => `u${uid}`);
      const more = uids.length > shown.length ? ` and ${uids.length - shown.length} more` : '';
      return `${why} (${shown.join(' ')}${more})`;
    }),
  ];
}

function listed(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > MOST_LINES ? [`  and ${items.length - MOST_LINES} more`] : [];
  return [
    '',
    title,
    ...items.slice(0, MOST_LINES).flatMap((item) => wrap(printable(item, 600), '  ', '    ')),
    ...more,
  ];
}

/** Breaks at blanks; a word that is longer than a line stands alone. */
function wrap(text: string, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(line.trimEnd());
  return lines;
}
