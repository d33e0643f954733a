import type { PublishedRound } from '../../domain/published.js';
import type { Contender, PrecheckFinding } from '../../domain/round.js';
import type { Policy } from '../../eras/defineEra.js';
import { existingDisqualification } from './existingDisqualification.js';
import { failed, notChecked, passed, shown } from './precheck.js';

/** Failures of one model after which a UID is skipped. */
const STALE_FAILURES = 3;

type StatePolicy = Pick<Policy, 'precheckLine' | 'maxKl'>;

/**
 * Rules 1 to 5, which read a validator's own state.
 * @param view null when nothing of a validator is published: then none of them is checked
 */
export function validatorStateFindings(
  contender: Contender,
  view: PublishedRound | null,
  policy: StatePolicy,
): PrecheckFinding[] {
  if (view === null)
    return [
      notChecked(1, "A validator's disqualified.json would be needed."),
      notChecked(2, "A validator's failures.json would be needed."),
      ...[3, 4, 5].map((rule) => notChecked(rule, "A validator's evaluated_uids.json would be needed.")),
    ];
  const evaluated = view.evaluatedUids?.includes(contender.uid) ?? null;
  return [
    existingDisqualification(view.disqualified, contender.hotkey, contender.committedAt, policy.precheckLine),
    stale(contender, view),
    bookkeeping(evaluated, policy),
    quickPath(evaluated),
    silentlyInvalid(contender, view, evaluated, policy),
  ];
}

/** Rule 2: three failures, the last of them of this very model. It is skipped and not disqualified. */
function stale(contender: Contender, { failures }: PublishedRound): PrecheckFinding {
  if (failures === undefined) return notChecked(2, 'failures.json of the validator would be needed.');
  const key = String(contender.uid);
  const entry = Object.hasOwn(failures, key) ? failures[key] : undefined;
  if (entry === undefined || entry.count < STALE_FAILURES)
    return passed(2, `Fewer than ${STALE_FAILURES} failures are counted.`);
  const names = [`${contender.repo}@${contender.revision}`, contender.repo];
  return entry.model !== null && names.includes(entry.model)
    ? failed(
        2,
        'EVAL_ERROR',
        `${entry.count} failures are counted and the last is of ${shown(entry.model)} (failures.json).`,
      )
    : passed(2, 'The last failure counted is of another model, which starts the count again.');
}

/** Rule 3: changed bookkeeping of an evaluated UID is erased. It lets nobody in or out by itself. */
function bookkeeping(evaluated: boolean | null, { precheckLine }: StatePolicy): PrecheckFinding {
  if (precheckLine === 'P2') return passed(3, 'This version of the prechecks has no such rule.');
  return evaluated === false
    ? passed(3, 'It was not evaluated before, so there is nothing to erase.')
    : notChecked(3, 'model_hashes.json of the validator would be needed: it is not published.');
}

/** Rule 4: which evaluated UIDs skip the rules about files. A pinned revision gives them the same answer again. */
const quickPath = (evaluated: boolean | null): PrecheckFinding =>
  evaluated === false
    ? passed(4, 'It was not evaluated before: every rule is applied.')
    : notChecked(4, 'model_hashes.json of the validator would be needed: it is not published.');

/** Rule 5: evaluated, with a left-over score above the maximum, without a record and without an entry. */
function silentlyInvalid(
  { uid, hotkey, committedAt }: Contender,
  view: PublishedRound,
  evaluated: boolean | null,
  { maxKl }: StatePolicy,
): PrecheckFinding {
  if (evaluated === false) return passed(5, 'It was not evaluated before.');
  if (evaluated === null || view.scores === undefined || maxKl === null)
    return notChecked(5, 'evaluated_uids.json and scores.json of the validator would be needed.');
  const score = Object.hasOwn(view.scores, String(uid)) ? view.scores[String(uid)] : undefined;
  if (score === undefined)
    return passed(5, 'It has no score: the validator drops it from evaluated_uids.json.');
  if (score <= maxKl || view.composites.some((record) => record.uid === uid))
    return passed(5, 'It has a score or a record.');
  if (Object.hasOwn(view.disqualified, `${hotkey}:${committedAt}`))
    return passed(5, 'Its entry in disqualified.json was looked at by rule 1.');
  return failed(
    5,
    'EVAL_ERROR',
    `It was evaluated, its score ${score} is above ${maxKl} and no record stands for it: it is left out in silence.`,
  );
}
