import type { Miner } from '../cast.js';
import type { Draft } from '../draft.js';
import { manifestOf } from '../draft.js';
import type { Score } from '../truth/crown.js';
import { rowFor } from '../truth/crown.js';
import { recordOf, viewOf } from '../views.js';
import { at, type BreachPlant, editView, kingOf, minerAt, minority, setTimeline } from './breachPlant.js';

const WITH_QUOTA = ['P11', 'P12'];

/** Lets several challengers come from one owner. */
function shareOwner(draft: Draft, miners: readonly Miner[]): void {
  for (const [i, miner] of miners.entries()) {
    const repo = `oneowner/model-${i}`;
    draft.commitments = draft.commitments.map((one) =>
      one.uid === miner.uid
        ? { ...one, text: JSON.stringify({ model: repo, revision: miner.revision }) }
        : one,
    );
    draft.manifests = draft.manifests.map((one) =>
      one.revision === miner.revision ? { ...one, repo } : one,
    );
    editView(draft, (view) => ({
      rows: view.rows.map((row) => (row.uid === miner.uid ? { ...row, model: repo } : row)),
    }));
  }
}

/** Moves a commitment to another block. */
function recommit(draft: Draft, miner: Miner, block: number): void {
  draft.commitments = draft.commitments.map((one) => (one.uid === miner.uid ? { ...one, block } : one));
  editView(draft, (view) => ({
    rows: view.rows.map((row) => (row.uid === miner.uid ? { ...row, committedAt: block } : row)),
  }));
}

/** A commitment of somebody who takes no part in the published round. */
function outsider(draft: Draft, repo: string): Miner {
  const like = minerAt(draft, 0);
  const miner: Miner = {
    ...like,
    uid: 146,
    hotkey: 'hotkey-146',
    repo,
    revision: draft.random.hex(40),
    committedAt: at(draft, -30),
  };
  draft.commitments.push({
    uid: miner.uid,
    hotkey: miner.hotkey,
    block: miner.committedAt,
    text: JSON.stringify({ model: miner.repo, revision: miner.revision }),
  });
  draft.manifests.push(manifestOf(miner));
  return miner;
}

/** Breaches of the planning of rounds. */
export const SCHEDULING_PLANTS: readonly BreachPlant[] = [
  {
    code: 'F1',
    casts: ['three losers'],
    eras: WITH_QUOTA,
    seatsOthers: true,
    change: (draft) => {
      const three = draft.cast.challengers.slice(0, 3);
      const bucket = Math.floor(at(draft, -1000) / 7200);
      if (Math.floor(at(draft, -30) / 7200) !== bucket) return false;
      shareOwner(draft, three);
      for (const [i, miner] of three.entries()) recommit(draft, miner, at(draft, -900 + i));
      return true;
    },
  },
  {
    code: 'F2',
    casts: ['three losers'],
    eras: WITH_QUOTA,
    seatsOthers: true,
    change: (draft) => {
      const three = draft.cast.challengers.slice(0, 3);
      const boundary = Math.floor(at(draft, -30) / 7200) * 7200;
      if (boundary - 60 < draft.ground.earliest) return false;
      shareOwner(draft, three);
      for (const [i, miner] of three.entries())
        recommit(draft, miner, boundary + ([-50, -40, 5][i] as number));
      return boundary + 5 <= at(draft, -20);
    },
  },
  {
    code: 'F3',
    casts: ['plain hold', 'plain win'],
    change: (draft) => {
      const { cast, blocks, captures } = draft;
      const view = viewOf(minority(draft), { cast, blocks, captures });
      const gone = minerAt(draft, 1).uid;
      draft.views.push({ ...view, rows: view.rows.filter((row) => row.uid !== gone) });
      return true;
    },
  },
  {
    code: 'F4',
    casts: ['king over every limit'],
    eras: ['P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'],
    seatsOthers: true,
    change: (draft) => {
      const miner = outsider(draft, 'loser/model');
      const heir = minerAt(draft, 0).score as Score;
      const axes = Object.fromEntries(Object.keys(heir.axes).map((name) => [name, 0.9]));
      editView(draft, (view) => ({
        composites: [...view.composites, recordOf(miner, { ...heir, axes, worst: 0.9, weighted: 0.9 })],
      }));
      return true;
    },
  },
  {
    code: 'F5',
    casts: ['plain win'],
    chain: 'direct',
    change: (draft) => {
      const { uid, rules } = minority(draft);
      const row = rowFor(kingOf(draft).uid, rules, draft.cast.uids);
      setTimeline(draft, uid, [{ at: at(draft, -1000), row, via: 'direct' }]);
      return true;
    },
  },
  {
    code: 'F7',
    casts: ['plain hold', 'plain win'],
    eras: WITH_QUOTA,
    seatsOthers: true,
    change: (draft) => {
      const miner = outsider(draft, 'seen/model');
      const old = { ...miner, uid: 145, revision: 'b'.repeat(40), committedAt: at(draft, -2000) };
      editView(draft, (view) => ({
        composites: [...view.composites, recordOf(old, minerAt(draft, 0).score as Score)],
      }));
      return true;
    },
  },
  {
    code: 'F9',
    casts: ['plain hold', 'plain win'],
    eras: WITH_QUOTA,
    seatsOthers: true,
    change: (draft) => {
      const miner = outsider(draft, 'fresh/model');
      editView(draft, () => ({
        history: [
          {
            block: at(draft, -1440),
            kingUid: kingOf(draft).uid,
            newKingUid: null,
            kingChanged: false,
            rows: [
              {
                uid: miner.uid,
                model: 'older/model',
                committedAt: at(draft, -2500),
                disqualified: false,
                hasTest: true,
              },
            ],
          },
        ],
      }));
      return true;
    },
  },
];
