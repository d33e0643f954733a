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
  ['eras', 'Rules over time'],
  ['reigns', 'Reigns'],
  ['compare', 'Compare'],
  ['doctor', 'Doctor'],
  ['live', 'Replay in progress'],
  ['filter', 'While a filter is typed'],
  ['palette', 'In the palette'],
  ['help', 'In help'],
  ['quit', 'When asked before quitting'],
];

const row = (command: KeyCommand): string =>
  `| ${command.keys.map((key) => `\`${key}\``).join(' ')} | ${command.label} | ${command.tooltip} | \`${command.id}\` |`;

const table = (head: readonly string[], rows: readonly string[]): string =>
  [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join('\n');

/** The page `docs/keys.md`, made from the table of keys and the tables of marks. */
export const renderKeysDoc = (): string => {
  const sections = PLACES.map(([place, title]) => {
    const rows = KEYS.filter((command) => command.places.includes(place)).map(row);
    return `## ${title}\n\n${table(['Keys', 'Action', 'What it does', 'Name'], rows)}`;
  });
  const marks = [...VERDICTS.map((verdict) => VERDICT_MARKS[verdict]), CONDITIONAL_MARK, MOVED_MARK];
  const mark = (one: (typeof marks)[number]): string =>
    `| ${one.word} | \`${one.unicode}\` | \`${one.ascii}\` | ${one.meaning} |`;
  return [
    '# Keys of the full-screen interface',
    'Made from `src/tui/keys.ts`; a test fails when this page is older than the table. An action that cannot be done now says why when its key is pressed.',
    ...sections,
    '## Filter',
    'Words are looked for in all columns, and a round must have them all. `verdict:wrong` looks in one column; the names are `round block start era king claimed replayed mode checked verdict cause replay snapshot challenger`. `!word` leaves rounds out. `11650..11660` takes a range of rounds, `2026-06-01..2026-06-11` one of days of UTC, `is:marked` the marked ones. `n` and `N` go from match to match, without a filter from wrong crown to wrong crown. A UID (`u18`) is found as a whole.',
    '## Palette',
    'It lists the actions of the screen, also those that cannot be done now, with the reason. What is typed may be an action (`rep`), a round (`11650`, `#11650/prompts`), a block (`8388000`), a UID (`u240`), a hotkey (`5CXR`), an era (`P11`), a replay (`7c1f09`), a comparison (`P10..P11`, `7c1f09..a09b1c`), a screen (`weights/11650`) or anything that the filter finds. The same words open a screen from outside: `recrown open 11650/prompts`.',
    '## Other keys',
    'The table `[keys]` of `recrown.toml` binds actions by name: `"move.down" = ["j", "down"]`. Keys that are given replace all keys of their action. An unknown name, a key that terminals keep for themselves, and a key that would mean two things in one place end the program with exit code 78 before anything is drawn.',
    `## Marks of rounds\n\n${table(['Word', 'Mark', 'ASCII', 'Meaning'], marks.map(mark))}`,
    `## Marks of validator rows\n\n${table(
      ['Word', 'Mark', 'ASCII', 'Meaning'],
      STATUSES.map((status) => mark(STATUS_MARKS[status])),
    )}`,
  ]
    .join('\n\n')
    .concat('\n');
};
