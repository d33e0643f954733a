import { EXPORT_FORMATS, type ExportFormat } from '../data.js';
import { type KeyCommand, type KeyPlace, SCREEN_NAMES } from '../keyCommand.js';

const SCREENS: readonly KeyPlace[] = SCREEN_NAMES;
const EVERYWHERE: readonly KeyPlace[] = [...SCREENS, 'filter', 'help', 'palette', 'quit'];

/** All screens but one: it cannot be opened from itself. */
const but = (screen: KeyPlace): readonly KeyPlace[] => SCREENS.filter((one) => one !== screen);

const unlessExport: KeyCommand['disabledReason'] = (facts) =>
  facts.canExport ? (facts.hasRound ? null : 'no round is shown') : 'this session writes no file';

const EXPORTED: Readonly<Record<Exclude<ExportFormat, 'html'>, string>> = {
  md: 'Markdown',
  csv: 'a table, one row a round',
  json: 'the document of recrown show --json',
  svg: 'its figures in one picture',
  junit: 'a report for test runners',
};

/** Keys that mean the same on every screen, and the ways from screen to screen. */
export const EVERYWHERE_KEYS: readonly KeyCommand[] = [
  {
    id: 'target.open',
    keys: ['enter'],
    label: 'open what is selected',
    tooltip: 'The rounds of an era or reign, the compared round, the comparison.',
    places: ['eras', 'reigns', 'compare'],
    hint: 'open',
    rank: 2,
    disabledReason: (facts) => (facts.hasTarget ? null : 'there is nothing to open'),
  },
  {
    id: 'eras.open',
    keys: ['t'],
    label: 'rules over time',
    tooltip: 'Which rules held when, how surely that is known, and what changed.',
    places: but('eras'),
  },
  {
    id: 'reigns.open',
    keys: ['K'],
    label: 'reigns',
    tooltip: 'Who held the crown, to scale.',
    places: but('reigns'),
  },
  {
    id: 'compare.open',
    keys: ['c'],
    label: 'compare',
    tooltip: 'Two replays, or the rules of two eras, on the same rounds.',
    places: but('compare'),
    disabledReason: (facts) => (facts.canCompare ? null : 'this session has no index of replays'),
  },
  {
    id: 'doctor.open',
    keys: ['D'],
    label: 'doctor',
    tooltip: 'What this machine offers: engine, snapshots, replays, terminal.',
    places: but('doctor'),
    disabledReason: (facts) => (facts.canProbe ? null : 'this session cannot probe the machine'),
  },
  {
    id: 'probe.again',
    keys: ['r'],
    label: 'probe again',
    tooltip: 'Asks the machine, or compares, once more.',
    places: ['doctor', 'compare'],
    disabledReason: (facts) => (facts.canAsk ? null : 'nothing was asked yet'),
  },
  {
    id: 'live.open',
    keys: ['p'],
    label: 'progress of a replay',
    tooltip: 'Follows the latest replay that is not sealed.',
    places: but('live'),
    hint: 'progress',
    rank: 9,
    disabledReason: (facts) => (facts.hasLive ? null : 'every replay is sealed'),
  },
  {
    id: 'copy',
    keys: ['y'],
    label: 'copy the value',
    tooltip: 'Round, revision, hotkey or digest, in full; again copies the command that prints this as JSON.',
    places: SCREENS,
    hint: 'copy',
    rank: 9,
    disabledReason: (facts) => (facts.hasCopy ? null : 'nothing is selected'),
  },
  {
    id: 'copy.row',
    keys: ['Y'],
    label: 'copy the row as JSON',
    tooltip: 'Everything behind the selected row, uncut.',
    places: SCREENS,
    disabledReason: (facts) => (facts.hasRow ? null : 'nothing is selected'),
  },
  {
    id: 'copy.command',
    keys: ['C'],
    label: 'copy the command',
    tooltip: 'The command that prints the facts of this screen as JSON.',
    places: SCREENS,
  },
  {
    id: 'page',
    keys: ['o'],
    label: 'open in the pager',
    tooltip: 'The whole of this screen in $PAGER; back here when it ends.',
    places: SCREENS,
  },
  {
    id: 'export',
    keys: ['E'],
    label: 'export as html',
    tooltip: 'Writes the selected round, or the marked ones, as a page where recrown was started.',
    places: ['rounds', 'round', 'weights'],
    hint: 'export',
    rank: 9,
    disabledReason: unlessExport,
  },
  ...EXPORT_FORMATS.flatMap((format): KeyCommand[] =>
    format === 'html'
      ? []
      : [
          {
            id: `export.${format}`,
            keys: [],
            label: `export as ${format}`,
            tooltip: `The same as ${EXPORTED[format]}; by name, in the palette or spoken layout.`,
            places: ['rounds', 'round', 'weights'],
            disabledReason: unlessExport,
          },
        ],
  ),
  {
    id: 'theme.next',
    keys: ['T'],
    label: 'next theme',
    tooltip: 'dark, light, cvd, none.',
    places: SCREENS,
    disabledReason: (facts) => (facts.color ? null : 'colour is off'),
  },
  {
    id: 'redraw',
    keys: ['ctrl-l'],
    label: 'draw again',
    tooltip: 'Clears the window and draws it again.',
    places: SCREENS,
  },
  {
    id: 'suspend',
    keys: ['ctrl-z'],
    label: 'suspend to the shell',
    tooltip: 'Back with fg.',
    places: SCREENS,
  },
  {
    id: 'palette.open',
    keys: [':', 'ctrl-p'],
    label: 'go to, run any action',
    tooltip: 'A round, block, UID, hotkey, replay, era, comparison or screen, or any action by name.',
    places: SCREENS,
    hint: 'go',
    rank: 2,
  },
  {
    id: 'back',
    keys: ['esc', '<'],
    label: 'back',
    tooltip: 'Clears filter and marks, then leaves the screen; never quits.',
    places: SCREENS,
    hint: 'back',
    rank: 3,
    disabledReason: (facts) => (facts.canGoBack ? null : 'this is the first screen; q quits'),
  },
  {
    id: 'forward',
    keys: ['>'],
    label: 'forward',
    tooltip: 'To the screen that was left last.',
    places: SCREENS,
    disabledReason: (facts) => (facts.canGoForward ? null : 'no screen was left'),
  },
  {
    id: 'quit',
    keys: ['q'],
    label: 'quit',
    tooltip: 'Leaves; asks only while a replay started here runs.',
    places: SCREENS,
    hint: 'quit',
    rank: 2,
  },
  {
    id: 'help.open',
    keys: ['?'],
    label: 'help',
    tooltip: 'Keys and marks; runs the chosen action.',
    places: SCREENS,
    hint: 'help',
    rank: 0,
  },
  {
    id: 'interrupt',
    keys: ['ctrl-c'],
    label: 'interrupt',
    tooltip: 'Leaves at once with exit code 130; a replay started here is stopped.',
    places: EVERYWHERE,
  },
];
