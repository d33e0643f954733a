import {
  type BreachPlant,
  disqualify,
  editRow,
  editView,
  keyOf,
  kingOf,
  minerAt,
  publisher,
} from './breachPlant.js';

/** Breaches of the prechecks. */
export const PRECHECK_PLANTS: readonly BreachPlant[] = [
  {
    code: 'E1',
    casts: ['plain hold', 'plain win'],
    seatsOthers: true,
    change: (draft) => {
      const miner = minerAt(draft, 1);
      const repo = 'owner/step-404-of-it';
      draft.commitments = draft.commitments.map((one) =>
        one.uid === miner.uid
          ? { ...one, text: JSON.stringify({ model: repo, revision: miner.revision }) }
          : one,
      );
      draft.manifests = draft.manifests.map((one) => (one.repo === miner.repo ? { ...one, repo } : one));
      editView(draft, (view) => ({ rows: view.rows.filter((row) => row.uid !== miner.uid) }));
      disqualify(
        draft,
        keyOf(miner),
        `arch: Model ${repo} is not publicly accessible on HuggingFace (missing, private, or unauthorized)`,
      );
      return true;
    },
  },
  {
    code: 'E2',
    casts: ['plain hold', 'plain win'],
    seatsOthers: true,
    change: (draft) => {
      const miner = minerAt(draft, 1);
      draft.commitments = draft.commitments.map((one) =>
        one.uid === miner.uid
          ? { ...one, text: JSON.stringify({ model: miner.repo, revision: 'main' }) }
          : one,
      );
      return true;
    },
  },
  {
    code: 'E5',
    casts: ['plain win'],
    eras: ['P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'],
    change: (draft) => {
      const { repo } = minerAt(draft, 0);
      draft.manifests = draft.manifests.map((one) =>
        one.repo === repo
          ? { ...one, files: one.files.filter((file) => file.path !== 'tokenizer_config.json') }
          : one,
      );
      return publisher(draft).decided.winner === minerAt(draft, 0).uid;
    },
  },
  {
    code: 'E7',
    casts: ['plain hold', 'plain win'],
    eras: ['P7', 'P8', 'P9', 'P10', 'P11', 'P12'],
    seatsOthers: true,
    change: (draft) => {
      const miner = minerAt(draft, 1);
      const reason = 'anti-finetune: grad_explode: 900.1>500';
      disqualify(draft, keyOf(miner), reason);
      editRow(draft, miner.uid, () => ({ disqualified: true, dqReason: reason }));
      return true;
    },
  },
  {
    code: 'E8',
    casts: ['plain hold', 'plain win'],
    eras: ['P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'],
    seatsOthers: true,
    change: (draft) => {
      const king = kingOf(draft);
      const heir = minerAt(draft, 1).uid;
      editView(draft, (view) => ({
        firstCrown: true,
        prevKingUid: null,
        kingUid: heir,
        newKingUid: null,
        kingChanged: false,
        localKingUid: king.uid,
        rows: view.rows.filter((row) => row.uid !== king.uid).map((row) => ({ ...row, tTest: null })),
      }));
      return true;
    },
  },
];
