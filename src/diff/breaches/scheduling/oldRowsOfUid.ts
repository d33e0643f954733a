import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { Contender } from '../../../domain/round.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { firstByUid } from '../firstByUid.js';
import { leftOut } from './leftOut.js';

/** Rounds of the history that the rule looks at. */
const ROUNDS_KEPT = 50;

/**
 * F9: a commitment waits, and the kept rounds hold a row of its UID for another commitment. The rule asks for the UID
 * alone, so the new model waits until those rows have aged out (rule: candidate planning, docs/methodology.md).
 */
export const oldRowsOfUid: BreachCheck = {
  code: 'F9',
  title: 'A new model was not evaluated because old rows of its UID are kept',
  nature: 'defect',
  decidedFrom: 'published history and rows, recorded manifests',
  find: (input) => {
    // Protocols without these plans schedule a commitment once, scored or not.
    if (!input.policy.maintenance) return [];
    const found = flatMap(input.views, (view) =>
      flatMap(leftOut(view, input), (contender) => heldBack(contender, view, input)),
    );
    return firstByUid(found);
  },
};

function heldBack(contender: Contender, view: PublishedRound, { round }: BreachInput): FoundBreach[] {
  const { uid, hotkey, repo, revision, committedAt } = contender;
  const past = flatMap(
    (view.history ?? []).filter((one) => one.block < round.seedBlock).slice(0, ROUNDS_KEPT),
    (one) => one.rows.map((row) => ({ ...row, block: one.block })),
  );
  const old = past.find(
    (row) =>
      row.uid === uid &&
      !row.disqualified &&
      (row.model !== repo || (row.committedAt !== null && row.committedAt < committedAt)),
  );
  if (old === undefined) return [];
  const when = old.committedAt === null ? '' : `, committed in block ${old.committedAt}`;
  return [
    {
      uid,
      decisive: false,
      evidence: [
        `UID ${uid} (${hotkey}) committed ${printable(repo, 120)} at ${revision} in block ${committedAt}; validator ${view.validatorUid} published this round without it, with room for more challengers.`,
        `Its history holds a row of UID ${uid} in the round of block ${old.block}, for ${printable(old.model, 120)}${when}.`,
        `The rule asks whether the UID has a row in the last ${ROUNDS_KEPT} rounds and not whose model it was, so this one keeps waiting until that row has aged out.`,
      ],
    },
  ];
}
