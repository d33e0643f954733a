import { VERDICT_MARKS } from '../../report/figures/marks.js';
import type { RoundRow } from '../../report/roundRow.js';
import { disabledReason, hintOf } from '../keys.js';
import { explanationLines } from '../present/explanation.js';
import type { Line } from '../present/line.js';
import { TITLES } from '../screens/helpScreen.js';
import { viewScreen } from '../screens/viewScreen.js';
import type { AppState } from '../state/app.js';
import { factsOf } from '../state/facts.js';
import { markedRounds, selectedRound, shownRounds } from '../state/rounds.js';
import { lookOf, screenOf, type World } from '../state/world.js';

/** Rounds that are read at once; the others are reached by number or filter. */
const PER_PAGE = 10;

/** A line as it is spoken: without frames, bars and runs of blanks. */
const spoken = (line: Line): string =>
  line
    .map((part) => part.text)
    .join('')
    .replace(/[─│┌┐├┤└┘█▏▎▍▌▋▊▉▁▂▃▄▅▆▇░┴┼●]+/g, ' ')
    .replace(/[-=#.<>|~]{3,}/g, ' ')
    .replace(/ {2,}/g, ', ')
    .replace(/^[,\s]+|[,\s]+$/g, '')
    .replace(/(^|[\s,(])\+(?=\d)/g, '$1plus ')
    .replace(/(^|[\s,(])-(?=\d)/g, '$1minus ')
    .replace(/ > (?=\d)/g, ' above ')
    .replace(/\blcb\b/g, 'lower bound');

const roundSentence = (row: RoundRow): string => {
  const parts = [
    `Round ${row.roundId}, ${VERDICT_MARKS[row.verdict].word}${row.conditional ? ', conditional' : ''}.`,
    row.result === null ? '' : `King ${row.king}.`,
    row.claimed === '-' ? '' : `Claimed: ${row.claimed}.`,
    row.replayed === '-' ? '' : `Replayed: ${row.replayed}.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
};

/** The list of rounds: how many, in which order, the ones around the selected one by number, and why of that one. */
const roundsSentences = (state: AppState, world: World): string[] => {
  const shown = shownRounds(world.data.rows, state.rounds);
  const selected = selectedRound(shown, state.rounds);
  const at = selected === null ? -1 : shown.indexOf(selected);
  const from = Math.max(0, Math.min(shown.length - PER_PAGE, at - Math.floor(PER_PAGE / 2)));
  const marked = markedRounds(world.data.rows, state.rounds).length;
  const filter = state.rounds.filter === '' ? '' : ` Filter ${state.rounds.filter}.`;
  return [
    `Rounds, ${shown.length} of ${world.data.rows.length}. Sorted: ${state.rounds.order}.${filter}${marked > 0 ? ` ${marked} marked.` : ''}`,
    ...shown.slice(from, from + PER_PAGE).map((row, index) => `${from + index + 1}. ${roundSentence(row)}`),
    ...(selected === null ? ['No round.'] : []),
    ...(selected === null
      ? []
      : [
          `Selected: ${at + 1} of ${shown.length}.`,
          ...explanationLines(selected, world.data.rows, { ...lookOf(world), width: 400 }).map(spoken),
        ]),
  ];
};

/** What a screen says, one sentence a line; without its drawn parts. */
export const sentences = (state: AppState, world: World): string[] => {
  const screen = screenOf(state);
  const lines =
    screen === 'rounds'
      ? roundsSentences(state, world)
      : [
          `${TITLES[screen]}. ${viewScreen(state, world).aside}`.trim(),
          ...viewScreen(state, world).body.map(spoken),
        ];
  // Ticks of a drawn scale, and what is left of a figure, say nothing aloud.
  return lines.filter((text, at) => /[a-z]{2}/i.test(text) && !/<-|->/.test(text) && text !== lines[at - 1]);
};

/** What can be typed now, in one line. */
export const choices = (state: AppState, world: World): string => {
  const facts = factsOf(state, world, false);
  const hints = world.keys
    .filter((command) => command.places.includes(screenOf(state)) && disabledReason(command, facts) === null)
    .flatMap((command) => hintOf(command, world.keys) ?? [])
    .filter((hint) => !/^(enter|esc|\/)/.test(hint));
  const number = screenOf(state) === 'rounds' ? 'Enter a number, or: open, ' : 'Enter: back, ';
  return `${number}filter WORDS, go WHAT, help, quit. Keys: ${hints.join(', ')}.`;
};
