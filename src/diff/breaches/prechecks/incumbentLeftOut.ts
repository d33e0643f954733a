import { isAbsent } from '../../../domain/absent.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { firstByUid } from '../firstByUid.js';

/**
 * E8: a validator published a first crown, without a duel, although a king held the crown before. The rule does so when
 * the incumbent was not seated: a precheck of it failed or was put off, or its stored record is below the floor
 * (rule: final order, docs/methodology.md).
 */
export const incumbentLeftOut: BreachCheck = {
  code: 'E8',
  title: 'A challenger was crowned without a duel while the king was left out of the round',
  nature: 'defect',
  decidedFrom: 'published rows of the round and the crown before it',
  find: (input) => {
    const found = flatMap(input.views, (view) => leftOut(view, input));
    return firstByUid(found);
  },
};

function leftOut(view: PublishedRound, input: BreachInput): FoundBreach[] {
  const { kingUid, validatorUid } = view;
  const first = view.firstCrown === true && view.prevKingUid === null && !view.kingChanged;
  if (!first || kingUid === null || view.rows.some((row) => row.isKing)) return [];
  const row = view.rows.find((one) => one.uid === kingUid && !one.isReference);
  const before = kingBefore(view, input);
  if (row === undefined || row.tTest !== null || before === null || before.uid === kingUid) return [];
  if (refused(before.uid, view, input)) return [];
  return [
    {
      uid: kingUid,
      decisive: false,
      evidence: [
        `Validator ${validatorUid} published UID ${kingUid} as the first king (no king before it, king not changed), and its row holds no paired test.`,
        `A king was there: UID ${before.uid}, ${before.why}. No row of the published round is the king's.`,
        'The rule leaves an incumbent out when a precheck of it failed or was put off, or when its stored record is below the floor; the files do not tell which.',
      ],
    },
  ];
}

/** Who held the crown when the round began, by the best that is known; null when nobody is known to have. */
function kingBefore(
  view: PublishedRound,
  { earlier, spec, fallbackUid }: BreachInput,
): { readonly uid: Uid; readonly why: string } | null {
  const last = earlier.at(-1);
  if (last?.roundId === spec.roundId - 1 && last.crowned !== null && last.crowned.uid !== fallbackUid)
    return { uid: last.crowned.uid, why: `which the rows of round ${last.roundId} crown` };
  if (view.localKingUid !== null && !isAbsent(view.localKingUid))
    return { uid: view.localKingUid, why: "the king of the validator's own record before the round" };
  const { asRule } = spec.consensus;
  if (asRule === null || asRule === fallbackUid) return null;
  return { uid: asRule, why: `whom the rows pay most at the seed block ${spec.seedBlock}` };
}

/** True when that king has no commitment that counts, is disqualified, or fails a precheck that can be made again. */
function refused(uid: Uid, view: PublishedRound, { spec }: BreachInput): boolean {
  const decision = spec.contenders.find((one) => one.uid === uid);
  const contender = decision?.contender ?? (spec.king?.uid === uid ? spec.king : null);
  if (contender === null) return true;
  const key = `${contender.hotkey}:${contender.committedAt}`;
  return (
    Object.hasOwn(view.disqualified, key) ||
    (decision?.prechecks.some((one) => one.status === 'fail') ?? false)
  );
}
