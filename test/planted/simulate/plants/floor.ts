import { crownOf, rowFor } from '../truth/crown.js';
import type { Rules } from '../truth/rules.js';
import {
  at,
  type BreachPlant,
  editRow,
  kingOf,
  minerAt,
  minority,
  publisher,
  record,
  setTimeline,
  timelineOf,
} from './breachPlant.js';

const WITH_FALLBACK = ['P8', 'P9', 'P10', 'P11', 'P12'];
const AFTER_P4 = ['P5', 'P6', 'P7', ...WITH_FALLBACK];

/** Breaches around the floor and the fallback. */
export const FLOOR_PLANTS: readonly BreachPlant[] = [
  { code: 'B1', casts: ['under every floor'], eras: AFTER_P4, change: () => true },
  { code: 'B2', casts: ['no holder'], eras: WITH_FALLBACK, chain: 'direct', change: () => true },
  {
    code: 'B3',
    casts: ['plain hold', 'plain win'],
    eras: WITH_FALLBACK,
    chain: 'direct',
    change: (draft) => {
      const { uid, rules } = publisher(draft);
      const { settings } = timelineOf(draft, uid);
      setTimeline(draft, uid, [
        ...settings,
        { at: at(draft, 20), row: [[155, 65535]], via: 'direct' },
        { at: at(draft, 400), row: rowFor(kingOf(draft).uid, rules, draft.cast.uids), via: 'direct' },
      ]);
      record(draft, 30, 410);
      return true;
    },
  },
  {
    code: 'B4',
    casts: ['between floors'],
    eras: ['P9', 'P10', 'P11', 'P12'],
    change: (draft) => {
      const high = draft.legal.find((one) => one.floor === 0.2 && one.maxKl === draft.usual.maxKl) as Rules;
      const { uid, inputs } = minority(draft);
      const { settings } = timelineOf(draft, uid);
      const paid = crownOf(inputs, high).paid;
      const [first] = settings;
      if (paid === null || first === undefined || paid === publisher(draft).decided.paid) return false;
      // A row that is not the one shown before, so that it is seen to be of this round.
      const old = { ...first, row: rowFor(146, high, draft.cast.uids) };
      setTimeline(draft, uid, [
        old,
        { at: at(draft, 630), row: rowFor(paid, high, draft.cast.uids), via: 'commit' },
      ]);
      return true;
    },
  },
  { code: 'B5', casts: ['thin winner'], eras: AFTER_P4, change: () => true },
  {
    code: 'B6',
    casts: ['plain hold', 'plain win'],
    chain: 'direct',
    change: (draft) => {
      const king = kingOf(draft);
      draft.earlier.push({
        roundId: draft.blocks.roundId - 1,
        crowned: { uid: king.uid, hotkeys: [king.hotkey] },
        king: null,
      });
      const { uid, rules } = minority(draft);
      const { settings } = timelineOf(draft, uid);
      setTimeline(draft, uid, [
        ...settings,
        { at: at(draft, 100), row: rowFor(149, rules, draft.cast.uids), via: 'direct' },
      ]);
      record(draft, 110);
      return true;
    },
  },
  {
    code: 'B7',
    casts: ['bare winner'],
    change: (draft) => {
      editRow(draft, minerAt(draft, 0).uid, () => ({
        axes: {},
        worst: null,
        weighted: null,
        presentCount: null,
      }));
      return true;
    },
  },
  {
    code: 'B8',
    casts: ['plain win'],
    eras: ['P10', 'P11', 'P12'],
    change: (draft) => {
      draft.recycled.push({ uid: 155, at: at(draft, 305), hotkey: 'hotkey-of-a-stranger' });
      return true;
    },
  },
];
