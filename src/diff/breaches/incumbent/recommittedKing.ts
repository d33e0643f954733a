import type { BlockNumber } from '../../../domain/block.js';
import type { Contender } from '../../../domain/round.js';
import { uidAt } from '../../../domain/uidAt.js';
import type { BreachCheck, BreachInput, EarlierRound, FoundBreach } from '../breachInput.js';

/**
 * A2: the king was crowned with one commitment and holds the crown with a later one, which won no duel. The evaluator
 * keeps the crown by UID and takes the newest commitment of its hotkey, so its own rule has it so; it decides nothing
 * about who should hold the crown instead.
 */
export const recommittedKing: BreachCheck = {
  code: 'A2',
  title: 'The king holds the crown with a commitment that did not win it',
  nature: 'defect',
  decidedFrom: 'commitments and the rounds before',
  find: (input) => {
    const found = findRecommit(input);
    return found === null ? [] : [found];
  },
};

/** When and with what the king got the crown. */
interface Crowning {
  /** Block after which a commitment cannot have been part of it. */
  readonly before: BlockNumber;
  readonly sentence: string;
}

function findRecommit(input: BreachInput): FoundBreach | null {
  const { crowned, spec, cutoff, seed } = input;
  const { king } = spec;
  if (king === null || crowned !== king.uid) return null;
  const crowning = inThisAudit(king, input) ?? inHistory(king, input);
  if (crowning === null || king.committedAt <= crowning.before) return null;
  // A registration since then brings another holder, not another commitment; a swap is no registration.
  const holder = uidAt(seed, king.uid);
  if (holder === undefined || holder.registeredAt > crowning.before) return null;
  return {
    uid: king.uid,
    decisive: false,
    evidence: [
      crowning.sentence,
      `At this round's cutoff block ${cutoff.block} its newest commitment is ${nameOf(king)}, revealed at block ${king.committedAt}, after that round's commitments were closed.`,
      `Rows of this round pay UID ${king.uid} again; no round between shows a duel that the new commitment won.`,
      "The evaluator's rule keeps a crown by UID and takes the newest commitment, so its own rule has it so.",
    ],
  };
}

const nameOf = ({ repo, revision }: Contender): string => `${repo} at revision ${revision}`;

/** The round of this audit in which the UID, king in every round since, was crowned; else the first one that seated it. */
function inThisAudit(king: Contender, { earlier, round }: BreachInput): Crowning | null {
  let seatedIn: { readonly round: EarlierRound; readonly as: Contender } | null = null;
  let after = round.roundId;
  for (const one of [...earlier].reverse()) {
    if (one.roundId !== after - 1 || one.crowned?.uid !== king.uid) break;
    after = one.roundId;
    const won = one.challengers.find((other) => other.uid === king.uid);
    if (won !== undefined) return crowning(one, won, 'won the crown');
    if (one.king?.uid === king.uid) seatedIn = { round: one, as: one.king };
  }
  return seatedIn === null ? null : crowning(seatedIn.round, seatedIn.as, 'held the crown');
}

const crowning = (round: EarlierRound, as: Contender, did: string): Crowning => ({
  before: round.cutoffBlock,
  sentence: `UID ${as.uid} ${did} in round ${round.roundId} with ${nameOf(as)}, revealed at block ${as.committedAt}.`,
});

/** The newest change of the crown that a validator published before this round, if it crowned the UID. */
function inHistory(king: Contender, { views, earlier, round }: BreachInput): Crowning | null {
  for (const view of views) {
    const past = (view.history ?? []).filter((one) => one.block < round.seedBlock);
    const change = past.filter((one) => one.kingChanged).sort((a, b) => b.block - a.block)[0];
    if (change?.newKingUid !== king.uid || view.localKingUid !== king.uid) continue;
    const contradicted = earlier.some(
      (one) => one.seedBlock > change.block && one.crowned !== null && one.crowned.uid !== king.uid,
    );
    const row = change.rows.find((one) => one.uid === king.uid);
    if (contradicted || row === undefined) continue;
    return {
      before: change.block,
      sentence: `Validator ${view.validatorUid} published the crown of UID ${king.uid} at block ${change.block}, won with ${row.model}${row.committedAt === null ? '' : `, committed at block ${row.committedAt}`}.`,
    };
  }
  return null;
}
