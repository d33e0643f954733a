import { type KeyCommand, unlessRunningHere } from '../keyCommand.js';

const unlessLog: KeyCommand['disabledReason'] = ({ place, tab }) =>
  place === 'round' && tab !== 'log' ? 'only the tab Log has stages and levels' : null;

/** Keys of a replay in progress. */
export const LIVE_KEYS: readonly KeyCommand[] = [
  {
    id: 'live.log',
    keys: ['L'],
    label: 'log of the replay',
    tooltip: 'What the journal holds, the newest last; again shows the progress.',
    places: ['live'],
    hint: 'log',
    rank: 3,
  },
  {
    id: 'live.stage',
    keys: ['f'],
    label: 'log of one stage',
    tooltip: 'Goes through the stages in the log, then shows all.',
    places: ['live', 'round'],
    hint: 'stage',
    rank: 6,
    disabledReason: unlessLog,
  },
  {
    id: 'live.level',
    keys: ['v'],
    label: 'log from a level on',
    tooltip: 'Leaves out batches, then all but warnings, then shows all.',
    places: ['live', 'round'],
    hint: 'level',
    rank: 6,
    disabledReason: unlessLog,
  },
  {
    id: 'live.pause',
    keys: ['p'],
    label: 'pause, or go on',
    tooltip: 'Holds the replay that was started here where it is; again goes on.',
    places: ['live'],
    hint: 'pause',
    rank: 4,
    disabledReason: (facts) =>
      unlessRunningHere(facts) ?? (facts.canPause ? null : 'this system cannot hold a process'),
  },
  {
    id: 'live.stop',
    keys: ['x'],
    label: 'stop after this prompt',
    tooltip: 'Ends the replay that was started here; finished prompts are kept and it can be resumed.',
    places: ['live'],
    hint: 'stop',
    rank: 4,
    disabledReason: unlessRunningHere,
  },
  {
    id: 'live.detach',
    keys: ['d'],
    label: 'detach',
    tooltip: 'The replay goes on when this screen is left; recrown open ID looks at it again.',
    places: ['live'],
    hint: 'detach',
    rank: 5,
    disabledReason: unlessRunningHere,
  },
];
