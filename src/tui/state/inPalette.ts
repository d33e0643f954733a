import { commandFor } from '../keys.js';
import type { AppState } from './app.js';
import { only, type Pressed } from './effect.js';
import { paletteEntries, selectedEntry } from './palette.js';
import { run } from './run.js';
import { goTo } from './target.js';
import { typed } from './typed.js';
import type { World } from './world.js';

const MOST_RECENT = 8;

const remembered = (state: AppState, text: string): AppState => ({
  ...state,
  palette: null,
  recent: [text, ...state.recent.filter((one) => one !== text)].slice(0, MOST_RECENT),
});

/** A key while the palette is open: it is typed, moves the choice, or runs it. */
export const inPalette = (state: AppState, key: string, world: World): Pressed => {
  const palette = state.palette ?? { search: '', selected: 0 };
  const id = commandFor(world.keys, 'palette', key)?.id;
  const entry = selectedEntry(state, world);
  const most = paletteEntries(state, world).length - 1;
  switch (id) {
    case 'palette.close':
      return only({ ...state, palette: null });
    case 'palette.up':
    case 'palette.down': {
      const to = palette.selected + (id === 'palette.down' ? 1 : -1);
      return only({ ...state, palette: { ...palette, selected: Math.max(0, Math.min(most, to)) } });
    }
    case 'palette.complete': {
      if (entry === null) return only({ ...state, message: 'complete: nothing matches' });
      const text = entry.kind === 'target' ? entry.text : entry.label;
      return only({ ...state, palette: { search: text, selected: 0 } });
    }
    case 'palette.run':
      if (entry === null) return only({ ...state, message: 'go or run: nothing matches' });
      if (entry.kind === 'target') return only(goTo(remembered(state, entry.text), entry.target, world));
      if (entry.reason !== null) return only({ ...state, message: `${entry.label}: ${entry.reason}` });
      return run({ ...state, palette: null }, entry.id, world);
    default:
      return only({ ...state, palette: { search: typed(palette.search, key), selected: 0 } });
  }
};
