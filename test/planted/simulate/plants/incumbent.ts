import { rowFor } from '../truth/crown.js';
import {
  at,
  type BreachPlant,
  editView,
  kingOf,
  minority,
  publisher,
  record,
  setTimeline,
  timelineOf,
} from './breachPlant.js';

const AFTER_P4 = ['P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'];
const WITH_RESERVE = ['P10', 'P11', 'P12'];

/** Breaches of who is taken for the incumbent. */
export const INCUMBENT_PLANTS: readonly BreachPlant[] = [
  {
    code: 'A1',
    casts: ['plain win'],
    decisive: true,
    change: (draft) => {
      const winner = publisher(draft).decided.winner;
      if (winner === null || winner === kingOf(draft).uid) return false;
      draft.recycled.push({ uid: winner, at: at(draft, 305), hotkey: 'hotkey-of-a-stranger' });
      return true;
    },
  },
  {
    code: 'A2',
    casts: ['plain hold'],
    change: (draft) => {
      const king = kingOf(draft);
      const { roundId, cutoffBlock } = draft.blocks;
      if (king.committedAt <= cutoffBlock - 720) return false;
      const old = { ...king, committedAt: cutoffBlock - 3000, revision: 'e'.repeat(40) };
      draft.earlier.push({
        roundId: roundId - 1,
        crowned: { uid: king.uid, hotkeys: [king.hotkey] },
        king: old,
      });
      return true;
    },
  },
  {
    code: 'A3',
    casts: ['plain win', 'plain hold'],
    eras: AFTER_P4,
    chain: 'direct',
    change: (draft) => {
      const { uid, rules } = minority(draft);
      const old = 148;
      const { roundId } = draft.blocks;
      const of = (id: number, crowned: number) => ({
        roundId: id,
        crowned: { uid: crowned, hotkeys: [`hotkey-${crowned}`] },
        king: null,
      });
      draft.earlier.push(of(roundId - 2, old), of(roundId - 1, kingOf(draft).uid));
      const [first] = timelineOf(draft, uid).settings;
      if (first === undefined || draft.validators.length < 3) return false;
      setTimeline(draft, uid, [
        first,
        { at: at(draft, 620), row: rowFor(old, rules, draft.cast.uids), via: 'direct' },
      ]);
      return true;
    },
  },
  {
    code: 'A4',
    casts: ['plain hold', 'plain win'],
    eras: AFTER_P4,
    change: (draft) => {
      const row = rowFor(147, draft.usual, draft.cast.uids);
      draft.timelines.push({ uid: 9, stake: 0, settings: [{ at: at(draft, -1000), row, via: 'commit' }] });
      return draft.timelines.reduce((sum, one) => sum + one.stake, 0) < 65_000;
    },
  },
  {
    code: 'A5',
    casts: ['plain hold'],
    eras: WITH_RESERVE,
    change: (draft) => {
      const king = kingOf(draft).uid;
      // Eleven equal voices, each for another king: the reserve's tenth parts add up to more than any of them.
      draft.timelines = Array.from({ length: 11 }, (_, i) => {
        const own = draft.timelines[i];
        const row = rowFor(i === 0 ? king : 142 + (i % 11), draft.usual, draft.cast.uids);
        const before = { at: at(draft, -1010 + i), row, via: 'commit' } as const;
        const later = own?.settings.filter((one) => one.at > at(draft, 0)) ?? [];
        return { uid: i + 1, stake: 3000, settings: [before, ...later] };
      });
      return true;
    },
  },
  { code: 'A6', casts: ['fallback contender'], eras: ['P8', 'P9', 'P10', 'P11', 'P12'], change: () => true },
  {
    code: 'A7',
    casts: ['plain hold', 'plain win'],
    eras: AFTER_P4,
    change: (draft) => {
      editView(draft, (view) => ({ sources: [...view.sources, 'composite_scores.json'] }));
      return true;
    },
  },
  {
    code: 'A8',
    casts: ['plain hold'],
    eras: AFTER_P4,
    change: (draft) => {
      // Decided in the last epoch before the seed block, and revealed only after it.
      const row = rowFor(148, draft.usual, draft.cast.uids);
      for (const { uid } of draft.validators) {
        const { settings } = timelineOf(draft, uid);
        setTimeline(draft, uid, [...settings, { at: at(draft, -50), row, via: 'commit' }]);
      }
      record(draft, -45, 302);
      return true;
    },
  },
  { code: 'A9', casts: ['king zero'], change: (draft) => kingOf(draft).uid === 0 },
];
