import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { BreachCheck } from '../breachInput.js';
import { listed } from './listed.js';

/**
 * F3: validators published the same round with different challengers. What still waits for its evaluation is each
 * validator's private state, so each plan can be right by its own (rule: candidate planning, docs/methodology.md).
 */
export const differentContenders: BreachCheck = {
  code: 'F3',
  title: 'Validators evaluated different challengers in the same round',
  nature: 'difference',
  decidedFrom: 'published rows of several validators',
  find: ({ views }) => {
    if (views.length < 2) return [];
    const kings = new Set(
      flatMap(views, (view) => view.rows.filter((row) => row.isKing).map((row) => row.uid)),
    );
    const plans = views
      .filter((view) => view.rows.length > 0)
      .map((view) => ({ by: view.validatorUid, uids: challengersOf(view, kings) }));
    const [first] = plans;
    if (first === undefined || plans.every(({ uids }) => String(uids) === String(first.uids))) return [];
    const sets = plans.map(({ uids }) => new Set(uids));
    const apart = [...new Set(flatMap(plans, ({ uids }) => uids))]
      .filter((uid) => !sets.every((set) => set.has(uid)))
      .sort((a, b) => a - b);
    const [least] = apart;
    if (least === undefined) return [];
    return [
      {
        uid: least,
        decisive: false,
        evidence: [
          ...plans.map(
            ({ by, uids }) =>
              `Validator ${by} published ${uids.length === 0 ? 'no challenger' : `the challengers ${listed(uids)}`}.`,
          ),
          `Not evaluated by all of them: UID ${listed(apart)}. Winners may differ with it, each right by its own state.`,
        ],
      },
    ];
  },
};

/** Who is a king anywhere is left out: different incumbents are another finding. */
const challengersOf = ({ rows }: PublishedRound, kings: ReadonlySet<Uid>): Uid[] =>
  [...new Set(rows.filter((row) => !row.isReference && !kings.has(row.uid)).map((row) => row.uid))].sort(
    (a, b) => a - b,
  );
