import type { CommandId, KeyCommand } from '../keyCommand.js';
import { commandsOf, disabledReason } from '../keys.js';
import type { AppState } from './app.js';
import { factsOf } from './facts.js';
import { matchesWords, wordsOf } from './help.js';
import { resolveTarget, type Target } from './target.js';
import { screenOf, type World } from './world.js';

/** One line of the palette: an action with the reason why it cannot be done now, or somewhere to go. */
export type PaletteEntry =
  | {
      readonly kind: 'action';
      readonly id: CommandId;
      readonly label: string;
      readonly keys: string;
      readonly reason: string | null;
    }
  | { readonly kind: 'target'; readonly label: string; readonly text: string; readonly target: Target };

/** Actions that make no sense from a list of actions. */
const LEFT_OUT: readonly CommandId[] = ['palette.open', 'interrupt'];
const SCREENS = ['rounds', 'reigns', 'eras', 'compare', 'weights', 'live', 'doctor'] as const;
const MOST_OBJECTS = 6;

const targets = (texts: readonly string[], world: World): PaletteEntry[] =>
  texts.flatMap((text) => {
    const target = resolveTarget(text, world);
    return target === null ? [] : [{ kind: 'target' as const, label: `go to ${target.label}`, text, target }];
  });

const actions = (keys: readonly KeyCommand[], state: AppState, world: World): PaletteEntry[] => {
  const facts = factsOf({ ...state, palette: null }, world, false);
  return keys.map((command) => ({
    kind: 'action' as const,
    id: command.id,
    label: command.label,
    keys: command.keys.join(' '),
    reason: disabledReason(command, facts),
  }));
};

/** Rounds, replays and eras that begin with what is typed. */
const begun = (search: string, world: World): string[] => {
  const { rows, views } = world.data;
  const start = search.toLowerCase();
  const rounds = /^\d+$/.test(start)
    ? rows.filter((row) => String(row.roundId).startsWith(start)).map((row) => String(row.roundId))
    : [];
  const replays = views.filter((view) => view.id.startsWith(start)).map((view) => view.id);
  const screens = SCREENS.filter((screen) => screen.startsWith(start));
  return [...new Set([...rounds.reverse(), ...replays])].slice(0, MOST_OBJECTS).concat(screens);
};

let last: {
  readonly state: AppState;
  readonly data: World['data'];
  readonly entries: readonly PaletteEntry[];
} | null = null;

const entriesOf = (state: AppState, world: World): readonly PaletteEntry[] => {
  const search = (state.palette?.search ?? '').trim();
  const own = commandsOf(world.keys, screenOf(state)).filter((command) => !LEFT_OUT.includes(command.id));
  if (search === '')
    return [...targets(state.recent, world), ...actions(own, state, world), ...targets(SCREENS, world)];
  const words = wordsOf(search);
  const inLabel = (command: KeyCommand): boolean =>
    words.every((word) => command.label.toLowerCase().includes(word));
  const matching = own.filter((command) => matchesWords(command, words));
  const found = actions(
    [...matching.filter(inLabel), ...matching.filter((command) => !inLabel(command))],
    state,
    world,
  );
  const named = targets([...new Set([search, ...begun(search, world)])], world);
  const seen = new Set<string>();
  const distinct = named.filter((entry) => !seen.has(entry.label) && seen.add(entry.label));
  // What names an object exactly comes before actions; a word that is only found somewhere comes after them.
  const [first] = distinct;
  const isObject = first?.kind === 'target' && first.target.filter !== search;
  return isObject ? [...distinct, ...found] : [...found, ...distinct];
};

/** What the palette lists: actions of this screen, screens, and what the typed text names. */
export const paletteEntries = (state: AppState, world: World): readonly PaletteEntry[] => {
  if (last === null || last.state !== state || last.data !== world.data)
    last = { state, data: world.data, entries: entriesOf(state, world) };
  return last.entries;
};

/** The entry that enter runs. */
export const selectedEntry = (state: AppState, world: World): PaletteEntry | null => {
  const entries = paletteEntries(state, world);
  return entries[Math.max(0, Math.min(entries.length - 1, state.palette?.selected ?? 0))] ?? null;
};
