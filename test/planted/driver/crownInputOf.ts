import type { ClaimedScores, CrownContender, CrownInput } from '../../../src/decide/crownInput.js';
import type { Entrant, Inputs, Truth } from '../simulate/truth/crown.js';
import type { Rules } from '../simulate/truth/rules.js';

/** An entrant as the decision reads it, with the list given. */
export const contenderOf = (one: Entrant, kl: readonly number[] | null): CrownContender => ({
  uid: one.uid,
  hotkey: one.hotkey,
  committedAt: one.committedAt,
  klPerPrompt: kl,
  composite:
    one.score === null
      ? null
      : {
          axes: one.score.axes,
          brokenAxes: one.score.broken,
          worst: one.score.worst,
          weighted: one.score.weighted,
          nAxes: one.score.nAxes,
          version: one.score.version,
        },
});

/** Everything that a validator decides from, as the decision reads it; with `claimOf`, its own numbers and no lists. */
export function crownInputOf(
  inputs: Inputs,
  mode: Rules['mode'],
  claimOf?: (one: Entrant) => ClaimedScores,
): CrownInput {
  const of = (one: Entrant): CrownContender =>
    claimOf === undefined
      ? contenderOf(one, one.kl?.[mode] ?? null)
      : { ...contenderOf(one, null), claimed: claimOf(one) };
  return {
    king: inputs.king === null ? null : of(inputs.king),
    challengers: inputs.challengers.map(of),
    drawIndex: inputs.drawn,
    storedKingComposite:
      inputs.storedKing === null ? null : { ...inputs.storedKing, brokenAxes: inputs.storedKing.broken },
    disqualified: inputs.dq,
    localKingUid: inputs.localKing,
    nUids: inputs.uids,
  };
}

/** What a validator publishes of an entrant in the truth's own decision. */
export const claimsOf =
  (truth: Truth) =>
  (one: Entrant): ClaimedScores => {
    const found = truth.challengers.find(({ entrant }) => entrant.uid === one.uid);
    const seat = found ?? truth.king;
    return { meanKl: seat?.mean ?? null, test: found?.test ?? null, prompts: seat?.kl.length ?? 0 };
  };
