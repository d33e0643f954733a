import { asciiOnly } from '../../domain/printable.js';
import {
  CONDITIONAL_MARK,
  type Mark,
  MOVED_MARK,
  STATUS_MARKS,
  STATUSES,
  VERDICT_MARKS,
  VERDICTS,
} from '../../report/figures/marks.js';
import type { ScreenName } from '../keyCommand.js';
import { disabledReason } from '../keys.js';
import { beside, fitLine, type Line, pad, type Span, span } from '../present/line.js';
import { clean, type Look, rule } from '../present/look.js';
import { tableLines } from '../present/table.js';
import type { AppState } from '../state/app.js';
import { factsOf } from '../state/facts.js';
import { initialHelp, selectedCommand, shownCommands } from '../state/help.js';
import { lookOf, screenOf, type World } from '../state/world.js';
import { viewScreen } from './viewScreen.js';

/** Cells of the marks beside the list, with the line between. */
const LEGEND = 58;

/** What each screen is called where it is named. */
export const TITLES: Readonly<Record<ScreenName, string>> = {
  rounds: 'Rounds',
  round: 'Round',
  weights: 'Weights',
  live: 'Replay',
  eras: 'Eras',
  reigns: 'Reigns',
  compare: 'Compare',
  doctor: 'Doctor',
};

const legend = (look: Look, screen: ScreenName): Span[] =>
  screen === 'weights'
    ? STATUSES.map((status) =>
        span(
          `${STATUS_MARKS[status][look.charset]} ${pad(STATUS_MARKS[status].word, 13)} ${STATUS_MARKS[status].meaning}`,
          `status.${status}`,
        ),
      )
    : [
        ...VERDICTS.map((verdict) => {
          const mark = VERDICT_MARKS[verdict];
          return span(`${mark[look.charset]} ${pad(mark.word, 13)} ${mark.meaning}`, `verdict.${verdict}`);
        }),
        ...[CONDITIONAL_MARK, MOVED_MARK].map((mark) =>
          span(`${mark[look.charset]} ${pad(mark.word, 13)} ${mark.meaning}`),
        ),
      ];

/** Marks without their sentences, two or three beside each other, where the window is low or narrow. */
const shortLegend = (look: Look, screen: ScreenName): Line[] => {
  const marks: readonly Mark[] =
    screen === 'weights'
      ? STATUSES.map((status) => STATUS_MARKS[status])
      : [...VERDICTS.map((verdict) => VERDICT_MARKS[verdict]), CONDITIONAL_MARK, MOVED_MARK];
  const per = Math.max(1, Math.floor(look.width / 19));
  return Array.from(
    { length: Math.ceil(marks.length / per) },
    (_, row): Line => [
      span(
        marks
          .slice(row * per, row * per + per)
          .map((mark) => pad(`${mark[look.charset]} ${mark.word}`, 17))
          .join('  ')
          .trimEnd(),
      ),
    ],
  );
};

/** All keys of the screen below, searchable, with the command that prints its facts; the selected action can be run from here. */
export const helpScreen = (state: AppState, world: World): Line[] => {
  const look = lookOf(world);
  const screen = screenOf(state);
  const help = state.help ?? initialHelp;
  const shown = shownCommands(world.keys, screen, help);
  const selected = selectedCommand(shown, help);
  const facts = factsOf(state, world, false);
  const wide = look.width >= 100;
  const marks = wide ? [] : shortLegend(look, screen);
  const width = wide ? look.width - LEGEND : look.width;
  const height = Math.max(1, look.height - 5 - (wide ? 0 : marks.length + 1));
  const list = tableLines({
    columns: [
      { title: 'KEYS', width: 16, rank: 0, cell: (one) => span(one.keys.join('  ')) },
      {
        title: 'ACTION',
        width: 20,
        rank: 0,
        grows: true,
        cell: (one) => {
          const reason = disabledReason(one, facts);
          return reason === null ? span(one.label) : span(`${one.label} (not now)`, 'text.secondary');
        },
      },
    ],
    rows: shown,
    selected: selected === null ? -1 : shown.indexOf(selected),
    width,
    height,
  });
  const right: Line[] = [
    [span('Meaning of the marks', 'text.heading')],
    ...legend(look, screen).map((mark): Line => [mark]),
  ];
  const search = look.charset === 'ascii' ? asciiOnly(help.search) : help.search;
  const why = selected === null ? null : disabledReason(selected, facts);
  const tooltip =
    selected === null ? 'no action matches' : why === null ? selected.tooltip : `not now: ${why}`;
  const command = clean(world.commandLine(viewScreen(state, world).command), look, 400);
  return [
    fitLine(
      [
        span('Search: ', 'text.secondary'),
        span(`${search}_`),
        span(`   ${shown.length} actions`, 'text.secondary'),
      ],
      look.width,
    ),
    rule(look, TITLES[screen]),
    ...(wide ? beside(list, right, width, look.charset === 'unicode' ? ' │ ' : ' | ') : list),
    ...(marks.length > 0 ? [rule(look, 'Marks'), ...marks] : []),
    fitLine([span(tooltip, 'text.secondary')], look.width),
    fitLine([span('The same as JSON:  ', 'text.secondary'), span(command, 'text.heading')], look.width),
  ].map((line) => fitLine(line, look.width));
};
