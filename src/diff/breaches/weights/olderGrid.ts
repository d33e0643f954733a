import { flatMap } from '../../../domain/flatMap.js';
import type { RoundBlocks } from '../../../domain/round.js';
import { PROTOCOL_1, PROTOCOL_2, windowEnd } from '../../../eras/roundBlocks.js';
import { type FollowedValidator, followRows, type ShownRow } from '../../followRows.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { paidUid } from '../rows/paidUid.js';
import { stakeShare } from '../rows/stakeShare.js';

/**
 * G5: a validator changes whom it pays in the middle of a round of the protocol in force, where the older protocol
 * (rounds of 360 blocks) sets its winners, and decided nothing when this one does (rule: round blocks, docs/methodology.md).
 */
export const olderGrid: BreachCheck = {
  code: 'G5',
  title: 'Rows change where the older protocol of 360 blocks sets its winners',
  nature: 'difference',
  decidedFrom: 'weight rows',
  find: (input) => {
    const { round, states, crowned } = input;
    if (round.activationBlock - round.seedBlock !== PROTOCOL_2.activationDelay) return [];
    const validators = followRows(round, states);
    const odd = flatMap(validators, (one) => changeOffGrid(one, input) ?? []);
    const [first] = odd;
    if (first === undefined) return [];
    const share = stakeShare(odd, validators);
    return [
      {
        uid: crowned ?? first.pays,
        decisive: false,
        evidence: [
          ...odd.map(
            (one) =>
              `Validator ${one.uid} changed its row from UID ${one.old} to UID ${one.pays} at block ${one.at}, ${one.at % PROTOCOL_1.roundBlocks} blocks into a round of ${PROTOCOL_1.roundBlocks}, and decided nothing between blocks ${round.activationBlock} and ${round.nextSeedBlock - 1}.`,
          ),
          `The older protocol sets its winners ${PROTOCOL_1.activationDelay} blocks into such a round; the one in force sets them from block ${round.activationBlock} on, and nobody else's crown before block ${windowEnd(round)}.`,
          `These validators hold ${Math.round(share * 100)} % of the permitted stake weight.`,
        ],
      },
    ];
  },
};

interface Change {
  readonly uid: number;
  readonly stake: number;
  readonly old: number;
  readonly pays: number;
  readonly at: number;
}

/** From the older protocol's activation to the block where the activation of the one in force falls on its grid. */
function onOlderGrid(block: number, round: RoundBlocks): boolean {
  const at = block % PROTOCOL_1.roundBlocks;
  return at >= PROTOCOL_1.activationDelay && at < round.activationBlock % PROTOCOL_1.roundBlocks;
}

function changeOffGrid(
  { uid, stakeWeight, shown, hidden, dropped }: FollowedValidator,
  input: BreachInput,
): Change | null {
  const { round, crowned, fallbackUid, views } = input;
  // Who published this round ran the protocol in force.
  if (crowned === null || views.some((view) => view.validatorUid === uid)) return null;
  const inRound = (block: number | null) =>
    block !== null && block >= round.activationBlock && block < round.nextSeedBlock;
  const acted =
    shown.some((row) => inRound(row.decidedAt)) ||
    hidden.some(inRound) ||
    dropped.some((one) => inRound(one.decidedAt));
  if (acted) return null;
  const pays = (row: ShownRow | undefined) => (row === undefined ? null : paidUid(row.first, fallbackUid));
  const found = shown.findIndex(
    ({ decidedAt, unchanged }, at) =>
      decidedAt !== null &&
      decidedAt >= round.nextSeedBlock &&
      decidedAt < windowEnd(round) &&
      onOlderGrid(decidedAt, round) &&
      !unchanged &&
      pays(shown[at]) !== pays(shown[at - 1]),
  );
  const row = shown[found];
  const [now, old] = [pays(row), pays(shown[found - 1])];
  if (row === undefined || row.decidedAt === null || now === null || old === null) return null;
  // A winner of this round that comes late is another finding, and so is the fallback.
  if (now === crowned || now === fallbackUid || old === fallbackUid) return null;
  return { uid, stake: stakeWeight, old, pays: now, at: row.decidedAt };
}
