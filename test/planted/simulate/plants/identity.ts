import { paired } from '../truth/statistics.js';
import {
  at,
  type BreachPlant,
  disqualify,
  editRow,
  editView,
  keyOf,
  kingOf,
  minerAt,
  publisher,
} from './breachPlant.js';

/** Breaches of ties, identity and disqualifications. */
export const IDENTITY_PLANTS: readonly BreachPlant[] = [
  {
    code: 'D1',
    casts: ['chain of ties'],
    change: (draft) => {
      const [seed, , last] = draft.cast.challengers;
      const { cluster, winner, challengers } = publisher(draft).decided;
      const listOf = (uid: number | undefined) =>
        challengers.find((one) => one.entrant.uid === uid)?.kl ?? [];
      const apart = paired(listOf(last?.uid), listOf(seed?.uid), draft.usual.errors);
      return cluster.length === 3 && winner === last?.uid && (apart?.twoSided ?? 1) < draft.usual.alpha;
    },
  },
  {
    code: 'D2',
    casts: ['two winners'],
    change: (draft) => {
      const { uid } = minerAt(draft, 0);
      editRow(draft, uid, () => ({ klPerPrompt: null, raw: { status: 'scored' } }));
      return true;
    },
  },
  {
    code: 'D3',
    casts: ['plain hold', 'plain win'],
    change: (draft) => {
      const { uid, committedAt } = minerAt(draft, 0);
      draft.commitments = draft.commitments.map((one) =>
        one.uid === uid
          ? { ...one, text: JSON.stringify({ ...JSON.parse(one.text), block: committedAt - 5000 }) }
          : one,
      );
      return true;
    },
  },
  {
    code: 'D4',
    casts: ['plain hold', 'plain win'],
    change: (draft) => {
      const king = kingOf(draft);
      draft.earlier.push({
        roundId: draft.blocks.roundId - 1,
        crowned: { uid: king.uid, hotkeys: [king.hotkey] },
        king: null,
      });
      const miner = minerAt(draft, 1);
      draft.disqualifiedBefore.push(keyOf(miner));
      editView(draft, (view) => ({ sources: [...view.sources, 'disqualified.json'] }));
      draft.commitments.push({
        uid: miner.uid,
        hotkey: miner.hotkey,
        block: at(draft, -10),
        text: JSON.stringify({ model: miner.repo, revision: 'a'.repeat(40) }),
      });
      return true;
    },
  },
  {
    code: 'D6',
    casts: ['plain hold', 'plain win'],
    change: (draft) => {
      const { uid, hotkey } = minerAt(draft, 1);
      const reason = 'copy: functional copy of x';
      disqualify(draft, hotkey, reason);
      editRow(draft, uid, () => ({ disqualified: true, dqReason: reason }));
      return true;
    },
  },
  {
    code: 'D8',
    casts: ['disqualified challenger'],
    eras: ['P4', 'P5', 'P6'],
    seatsOthers: true,
    change: (draft) => {
      const [own, other] = [minerAt(draft, 0), kingOf(draft)];
      disqualify(
        draft,
        keyOf(own),
        `copy: identical tensor content as UID ${other.uid} (${other.repo}), committed later at block ${own.committedAt} vs ${other.committedAt}`,
      );
      return true;
    },
  },
  {
    code: 'D10',
    casts: ['disqualified challenger'],
    seatsOthers: true,
    change: (draft) => {
      const [own, other] = [minerAt(draft, 0), kingOf(draft)];
      disqualify(
        draft,
        keyOf(own),
        `copy: identical weights as UID ${other.uid} (${other.repo}), committed later at block ${own.committedAt} vs ${other.committedAt}`,
      );
      return true;
    },
  },
];
