import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import { MAJORITY } from '../../../domain/majority.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { listRows, rowsOfRound } from '../rows/decidedRows.js';

/**
 * A3: rows decided in this round pay a king of an earlier round, although the crown went on since, the consensus at the
 * seed block names another one and most of the stake pays another one. A validator's own record comes before the
 * consensus (rule: incumbent, docs/methodology.md), so each is right by its own state.
 */
export const staleLocalKing: BreachCheck = {
  code: 'A3',
  title: 'A validator pays an old king after the crown went on',
  nature: 'difference',
  decidedFrom: 'weight rows of two rounds and more',
  find: (input) => {
    if (!input.rules.some(({ policy }) => policy.incumbentSource === 'local-first')) return [];
    const old = oldKings(input);
    const rows = old.size === 0 ? [] : rowsOfRound(input);
    return flatMap([...old], ([uid, lastRound]) => {
      const paying = rows.filter((one) => one.paid === uid);
      return paying.length === 0 ? [] : [found(uid, lastRound, listRows(paying), input)];
    });
  },
};

/** Kings of earlier rounds that cannot have won this one, with the last round that crowned them; ascending by UID. */
function oldKings({ earlier, claim, spec, fallbackUid }: BreachInput): Map<Uid, number> {
  const crowns = flatMap(earlier, ({ roundId, crowned }) =>
    crowned === null ? [] : [{ roundId, uid: crowned.uid }],
  );
  const newest = crowns.at(-1);
  // Without a crown that most of the stake pays, or a consensus, nothing tells who is the old one.
  const { asRule } = spec.consensus;
  if (newest === undefined || asRule === null || claim === null || claim.standing) return new Map();
  if (claim.permittedShare <= MAJORITY) return new Map();
  const challengers = [
    ...spec.challengers.map((one) => one.uid),
    ...flatMap(spec.plans, (plan) => plan.challengers),
  ];
  const current = [newest.uid, asRule, claim.uid, fallbackUid, ...challengers];
  return new Map(
    crowns
      .filter(({ uid }) => !current.includes(uid))
      .sort((a, b) => a.uid - b.uid || a.roundId - b.roundId)
      .map(({ uid, roundId }) => [uid, roundId]),
  );
}

const found = (
  uid: Uid,
  lastRound: number,
  validators: string,
  { claim, spec, seed }: BreachInput,
): FoundBreach => ({
  uid,
  decisive: false,
  evidence: [
    `UID ${uid} held the crown in round ${lastRound}; later rounds crowned another one.`,
    `The consensus at the seed block ${seed.block} is UID ${spec.consensus.asRule}, and rows with ${Math.round((claim?.permittedShare ?? 0) * 100)} % of the permitted stake weight pay UID ${claim?.uid}.`,
    `Rows decided in this round pay UID ${uid}, which no plan of the round has as a challenger: validators ${validators}.`,
    "The evaluator's rule puts a validator's own record of the king before the consensus of the chain.",
  ],
});
