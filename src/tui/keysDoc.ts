import {
  CONDITIONAL_MARK,
  MOVED_MARK,
  STATUS_MARKS,
  STATUSES,
  VERDICT_MARKS,
  VERDICTS,
} from '../report/figures/marks.js';
import type { KeyCommand, KeyPlace } from './keyCommand.js';
import { KEYS } from './keys.js';

const PLACES: readonly [KeyPlace, string][] = [
  ['rounds', 'Rounds'],
  ['round', 'Round'],
  ['weights', 'Weights'],
  ['live', 'Replay in progress'],
  ['filter', 'While a filter is typed'],
  ['help', 'In help'],
  ['quit', 'When asked before quitting'],
];

const row = (command: KeyCommand): string =>
  `| ${command.keys.map((key) => `\`${key}\``).join(' ')} | ${command.label} | ${command.tooltip} |`;

const table = (head: readonly string[], rows: readonly string[]): string =>
  [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join('\n');

/** The page `docs/keys.md`, made from the table of keys and the tables of marks. */
export const renderKeysDoc = (): string => {
  const sections = PLACES.map(([place, title]) => {
    const rows = KEYS.filter((command) => command.places.includes(place)).map(row);
    return `## ${title}\n\n${table(['Keys', 'Action', 'What it does'], rows)}`;
  });
  const marks = [...VERDICTS.map((verdict) => VERDICT_MARKS[verdict]), CONDITIONAL_MARK, MOVED_MARK];
  const mark = (one: (typeof marks)[number]): string =>
    `| ${one.word} | \`${one.unicode}\` | \`${one.ascii}\` | ${one.meaning} |`;
  return [
    '# Keys of the full-screen interface',
    'Made from `src/tui/keys.ts`; a test fails when this page is older than the table. An action that cannot be done now says why when its key is pressed.',
    ...sections,
    '## Filter',
    'Words are looked for in all columns, and a round must have them all. `verdict:wrong` looks in one column; the names are `round block era king claimed replayed mode verdict cause replay snapshot challenger`. `!word` leaves rounds out. A UID (`u18`) is found as a whole.',
    `## Marks of rounds\n\n${table(['Word', 'Mark', 'ASCII', 'Meaning'], marks.map(mark))}`,
    `## Marks of validator rows\n\n${table(
      ['Word', 'Mark', 'ASCII', 'Meaning'],
      STATUSES.map((status) => mark(STATUS_MARKS[status])),
    )}`,
  ]
    .join('\n\n')
    .concat('\n');
};
