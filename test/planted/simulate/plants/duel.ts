import type { Score } from '../truth/crown.js';
import { rowFor } from '../truth/crown.js';
import { roundTo, studentUpperTail } from '../truth/statistics.js';
import { recordOf } from '../views.js';
import {
  at,
  type BreachPlant,
  editRow,
  editView,
  kingOf,
  minerAt,
  publishAll,
  publisher,
  record,
  setTimeline,
  timelineOf,
} from './breachPlant.js';

/** Breaches of the duel and of the files that tell it. */
export const DUEL_PLANTS: readonly BreachPlant[] = [
  {
    code: 'C1',
    casts: ['under the bound'],
    decisive: true,
    fault: { name: 'gate: lcb-ignored', bugs: ['lcb-ignored'], casts: [] },
    change: (draft) => {
      publishAll(draft);
      return publisher(draft).decided.winner !== kingOf(draft).uid;
    },
  },
  {
    code: 'C2',
    casts: ['plain win'],
    change: (draft) => {
      const winner = minerAt(draft, 0).uid;
      editRow(draft, winner, (row) => ({
        promptsScored: 110,
        klPerPrompt: row.klPerPrompt?.slice(0, 110) ?? null,
        earlyStopped: false,
      }));
      return true;
    },
  },
  {
    code: 'C3',
    casts: ['plain win'],
    change: (draft) => {
      editView(draft, () => ({
        kingPromptsCompleted: 120,
        minPromptsForLeaderboard: 150,
        invalidForLeaderboard: true,
      }));
      return true;
    },
  },
  {
    code: 'C4',
    casts: ['plain hold'],
    change: (draft) => {
      editView(draft, (view) => ({
        rows: view.rows.map((row) =>
          row.isKing ? { ...row, kl: null, klPerPrompt: null, promptsScored: 0 } : { ...row, tTest: null },
        ),
      }));
      return true;
    },
  },
  {
    code: 'C5',
    casts: ['king over every limit'],
    eras: ['P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'],
    change: () => true,
  },
  {
    code: 'C6',
    casts: ['plain win'],
    change: (draft) => {
      editRow(draft, minerAt(draft, 0).uid, (row) => ({ kl: null, axes: { ...row.axes, kl: 1 } }));
      return true;
    },
  },
  { code: 'C7', casts: ['few pairs'], change: () => true },
  {
    code: 'C8',
    casts: ['plain win', 'plain hold'],
    change: (draft) => {
      publishAll(draft);
      editView(draft, () => ({ shardIdx: 17 }), 0);
      editView(draft, () => ({ shardIdx: 18 }), 1);
      return true;
    },
  },
  {
    code: 'C9',
    casts: ['plain hold'],
    change: (draft) => {
      const [one, other] = [minerAt(draft, 0), minerAt(draft, 1)];
      draft.commitments = draft.commitments.map((commitment) =>
        commitment.uid === other.uid
          ? { ...commitment, text: JSON.stringify({ model: one.repo, revision: other.revision }) }
          : commitment,
      );
      draft.manifests = draft.manifests.map((each) =>
        each.revision === other.revision ? { ...each, repo: one.repo } : each,
      );
      const shared = draft.views[0]?.rows.find((row) => row.uid === one.uid);
      if (shared === undefined) return false;
      editRow(draft, other.uid, (row) => ({ ...shared, uid: row.uid, committedAt: row.committedAt }));
      return true;
    },
    seatsOthers: true,
  },
  {
    code: 'C10',
    casts: ['pairs line', 'alpha line'],
    change: (draft) => {
      const { uid } = minerAt(draft, 0);
      const test = draft.views[0]?.rows.find((row) => row.uid === uid)?.tTest ?? null;
      if (test === null || test.t === null || test.n < 90) return false;
      const t = 2.1;
      editRow(draft, uid, () => ({ tTest: { ...test, t, p: roundTo(studentUpperTail(t, test.n), 6) } }));
      return true;
    },
  },
  {
    code: 'C11',
    casts: ['just above the bound'],
    change: (draft) => {
      const exact = publisher(draft).decided.challengers[0]?.exact;
      return exact !== undefined && exact !== null && exact.lower > 0 && exact.lower < 5e-7;
    },
  },
  {
    code: 'C12',
    casts: ['plain hold', 'plain win'],
    change: (draft) => {
      const miner = minerAt(draft, 1);
      editRow(draft, miner.uid, () => ({ earlyStopped: true, promptsScored: 60 }));
      editView(draft, (view) => ({
        composites: [...view.composites, recordOf(miner, miner.score as Score)],
      }));
      return true;
    },
  },
  {
    code: 'C14',
    casts: ['plain win'],
    chain: 'direct',
    change: (draft) => {
      const { uid, decided, rules } = publisher(draft);
      if (decided.winner === null) return false;
      const [first] = timelineOf(draft, uid).settings;
      if (first === undefined) return false;
      const row = rowFor(decided.winner, rules, draft.cast.uids);
      setTimeline(draft, uid, [first, { at: at(draft, 760), row, via: 'direct' }]);
      record(draft, 740, 770);
      return true;
    },
  },
];
