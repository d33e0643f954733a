import { commandsOf } from '../keys.js';
import type { AppState } from '../state/app.js';
import { only, type Pressed } from '../state/effect.js';
import { wordsOf } from '../state/help.js';
import { press } from '../state/press.js';
import { shownRounds } from '../state/rounds.js';
import { run } from '../state/run.js';
import { goTo, resolveTarget } from '../state/target.js';
import { screenOf, type World } from '../state/world.js';

/** What a typed line did, and what is said of it beside the screen. */
export interface Answer extends Pressed {
  /** Sentences in place of the screen; null = the screen is said. */
  readonly said: readonly string[] | null;
}

const say = (state: AppState, ...said: string[]): Answer => ({ ...only(state), said });
const show = (pressed: Pressed): Answer => ({ ...pressed, said: null });

/** Named keys that a line may hold instead of a character. */
const KEY_NAMES = [
  'up',
  'down',
  'left',
  'right',
  'home',
  'end',
  'pageup',
  'pagedown',
  'enter',
  'esc',
  'tab',
  'space',
];

const helpText = (state: AppState, world: World): string[] =>
  commandsOf(world.keys, screenOf(state)).map(
    (command) => `${command.keys.join(' or ')}: ${command.label}. ${command.tooltip}`,
  );

/** Chooses a row of the list of rounds by its number there. */
const chosen = (state: AppState, number: number, world: World): Answer | null => {
  const row = shownRounds(world.data.rows, state.rounds)[number - 1];
  if (screenOf(state) !== 'rounds' || row === undefined) return null;
  return show(only({ ...state, rounds: { ...state.rounds, selected: row.key } }));
};

/** An action by a part of its name: the only one, or the list of those that it may mean. */
const named = (state: AppState, line: string, world: World): Answer => {
  const words = wordsOf(line);
  const own = commandsOf(world.keys, screenOf(state));
  const found = own.filter((command) => words.every((word) => command.label.toLowerCase().includes(word)));
  const [first] = found;
  if (first === undefined) return say(state, `Nothing here is called ${line}. Type help.`);
  if (found.length > 1 && first.label !== line)
    return say(state, `That may mean: ${found.map((command) => command.label).join(', ')}.`);
  return show(run(state, first.id, world));
};

/**
 * Does what a person typed: a number of the list, a key, `filter WORDS`, `go WHAT`, `help`, or the name of an action.
 * @param line one line of input, as it was typed
 */
export const answer = (before: AppState, line: string, world: World): Answer => {
  const state: AppState = { ...before, message: null };
  const text = line.trim().slice(0, 200);
  if (text === '') return show(only(state));
  if (state.quitting) return show(press(state, text.charAt(0), world));
  const [word = '', ...rest] = text.split(/\s+/);
  const tail = rest.join(' ');
  if (word === 'help' || word === '?') return say(state, ...helpText(state, world));
  if (word === 'filter' || word === '/')
    return show(only({ ...state, rounds: { ...state.rounds, filter: tail.slice(0, 80) } }));
  if (word === 'open' && tail === '') return show(press(state, 'enter', world));
  if (word === 'go' || word === ':' || (word === 'open' && tail !== '')) {
    const target = resolveTarget(tail, world);
    return target === null
      ? say(state, `Nothing here matches ${tail}.`)
      : show(only(goTo(state, target, world)));
  }
  if (word === 'back') return show(press(state, 'esc', world));
  if (word === 'quit') return show(press(state, 'q', world));
  if (/^\d+$/.test(text)) {
    const row = chosen(state, Number(text), world);
    if (row !== null) return row;
  }
  const isKey = [...text].length === 1 || KEY_NAMES.includes(text) || /^ctrl-[a-z]$/.test(text);
  return isKey ? show(press(state, text, world)) : named(state, text, world);
};
