import { type KeyCommand, type KeyPlace, SCREEN_NAMES, unlessMovable } from '../keyCommand.js';

const SCREENS: readonly KeyPlace[] = SCREEN_NAMES;

/** Keys that move within a list or text, on every screen. */
export const MOVING: readonly KeyCommand[] = [
  {
    id: 'move.down',
    keys: ['j', 'down'],
    label: 'move down',
    tooltip: 'Next row, or next line.',
    places: SCREENS,
    hint: 'move',
    pair: 'move.up',
    rank: 1,
    disabledReason: unlessMovable,
  },
  {
    id: 'move.up',
    keys: ['k', 'up'],
    label: 'move up',
    tooltip: 'Row before, or line before.',
    places: SCREENS,
    disabledReason: unlessMovable,
  },
  {
    id: 'move.first',
    keys: ['g', 'home'],
    label: 'go to first',
    tooltip: 'First row, or first line.',
    places: SCREENS,
    disabledReason: unlessMovable,
  },
  {
    id: 'move.last',
    keys: ['G', 'end'],
    label: 'go to last',
    tooltip: 'Last row, or last line.',
    places: SCREENS,
    disabledReason: unlessMovable,
  },
  {
    id: 'move.pageDown',
    keys: ['ctrl-d', 'pagedown'],
    label: 'half page down',
    tooltip: 'Half a page further.',
    places: SCREENS,
    disabledReason: unlessMovable,
  },
  {
    id: 'move.pageUp',
    keys: ['ctrl-u', 'pageup'],
    label: 'half page up',
    tooltip: 'Half a page back.',
    places: SCREENS,
    disabledReason: unlessMovable,
  },
];
