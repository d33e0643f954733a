import { rowFor } from '../truth/crown.js';
import {
  at,
  type BreachPlant,
  kingOf,
  minority,
  publisher,
  record,
  setTimeline,
  timelineOf,
} from './breachPlant.js';

/** Breaches of weight rows. */
export const WEIGHT_PLANTS: readonly BreachPlant[] = [
  {
    code: 'G1',
    casts: ['plain win'],
    chain: 'direct',
    change: (draft) => {
      const { uid, decided, rules } = minority(draft);
      const [first] = timelineOf(draft, uid).settings;
      if (first === undefined || decided.winner === null) return false;
      const row = rowFor(decided.winner, rules, draft.cast.uids);
      setTimeline(draft, uid, [first, { at: at(draft, 800), row, via: 'direct' }]);
      record(draft, 810);
      return true;
    },
  },
  {
    code: 'G2',
    casts: ['plain win'],
    eras: ['P10', 'P11', 'P12'],
    change: (draft) => {
      const { uid, decided, rules } = minority(draft);
      const [first] = timelineOf(draft, uid).settings;
      if (first === undefined || decided.winner === null) return false;
      const row = rowFor(decided.winner, { ...rules, reserve: 0.25 }, draft.cast.uids);
      setTimeline(draft, uid, [first, { at: at(draft, 640), row, via: 'commit' }]);
      return true;
    },
  },
  {
    code: 'G3',
    casts: ['plain win'],
    chain: 'direct',
    change: (draft) => {
      const { uid, decided } = publisher(draft);
      if (decided.winner === kingOf(draft).uid) return false;
      const [first] = timelineOf(draft, uid).settings;
      if (first === undefined) return false;
      setTimeline(draft, uid, [first]);
      return true;
    },
  },
  {
    code: 'G4',
    casts: ['no challengers'],
    chain: 'direct',
    change: (draft) => publisher(draft).decided.winner === kingOf(draft).uid,
  },
  {
    code: 'G5',
    casts: ['plain win'],
    chain: 'direct',
    change: (draft) => {
      const { uid, rules } = minority(draft);
      const [first] = timelineOf(draft, uid).settings;
      if (first === undefined) return false;
      const row = rowFor(144, rules, draft.cast.uids);
      setTimeline(draft, uid, [first, { at: at(draft, 720 + 130), row, via: 'direct' }]);
      record(draft, 840, 860);
      return true;
    },
  },
];
