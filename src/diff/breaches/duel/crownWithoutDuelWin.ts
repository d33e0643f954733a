import { flatMap } from '../../../domain/flatMap.js';
import { MAJORITY } from '../../../domain/majority.js';
import type { PublishedRow } from '../../../domain/published.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { type Crowning, crownings } from '../published/crownings.js';
import { type DuelFailure, duelFailures } from '../published/duelFailures.js';
import { noDuelWayShut, saysWonByDuel } from '../published/noDuelWay.js';
import { payersShare } from './payersShare.js';

interface Finding {
  readonly crowning: Crowning;
  readonly failures: readonly DuelFailure[];
  /** Why no way without a duel leads to this crown. */
  readonly shut: string;
  /**
   * Said to be won by a duel, and so far from it that no other validator's text can have given one; under no legal set of
   * rules.
   */
  readonly firm: boolean;
}

/**
 * Standard errors by which the mean must lie below 0. Another text moves the mean by sqrt(2) standard errors of its own,
 * so that a duel that was won elsewhere lies within 1.96 + sqrt(2) z of this one; 5 covers z up to 4.9.
 */
const FAR = 5;

const farFromWon = ({ tTest }: PublishedRow): boolean =>
  tTest !== null &&
  tTest.meanDelta !== null &&
  tTest.se !== null &&
  tTest.se >= 0 &&
  tTest.meanDelta < -FAR * tTest.se;

/**
 * C1: a row that its validator crowned does not pass the paired duel on its own published values, and no way without a
 * duel leads to that crown.
 */
export const crownWithoutDuelWin: BreachCheck = {
  code: 'C1',
  title: 'The crowned row does not pass the paired duel on its own published numbers',
  nature: 'breach',
  decidedFrom: 'published rows of the round; weight rows',
  find: (input) => {
    const found = flatMap(crownings(input.views), (crowning) => findingOf(crowning, input));
    return found.map((one) => breachOf(one, found, input));
  },
};

function findingOf(crowning: Crowning, input: BreachInput): Finding[] {
  const { policy, rules } = input;
  const { row, view, kingUid } = crowning;
  // Without a king there is no duel; a row without a test won none, which is no question of its gates.
  if (row === null || kingUid === null || row.isKing) return [];
  const failures = duelFailures(row, policy);
  if (failures.length === 0) return [];
  const follows = input.follows(view);
  const shut = noDuelWayShut(crowning, follows, rules);
  if (shut === null) return [];
  const firm = follows === false && saysWonByDuel(row) && farFromWon(row);
  return [{ crowning, failures, shut, firm }];
}

function breachOf(
  { crowning: { uid, view, kingUid }, failures, shut, firm }: Finding,
  all: readonly Finding[],
  input: BreachInput,
): FoundBreach {
  const own = all.filter((one) => one.crowning.uid === uid);
  const shareOf = (some: readonly Finding[]) =>
    payersShare(
      input,
      uid,
      some.map((one) => one.crowning.view),
    );
  const share = shareOf(own.filter((one) => one.firm));
  // Decisive only where the chain's crown is this one and rests on these very numbers: the mean lies so far on the king's
  // side that no text of another validator can have given a win, and the row says that no way without a duel gave it (the
  // floors that open one are an operator's to set, and only a row that won a duel publishes them). One
  // that published nothing may have measured something else, so that only stake whose own published numbers fail is
  // counted, and a UID that already held the crown was not crowned by this round.
  const decisive =
    firm &&
    share > MAJORITY &&
    input.claim !== null &&
    input.claim.uid === uid &&
    !input.claim.standing &&
    input.spec.king?.uid !== uid &&
    input.spec.consensus.asRule !== uid;
  return {
    uid,
    decisive,
    evidence: [
      `Validator ${view.validatorUid} published UID ${uid} as the new king after UID ${kingUid}; its t_test fails the duel: ${failures.map((one) => one.what()).join('; ')}.`,
      failures.some((one) => one.fixed)
        ? 'The number of pairs, the sign of the mean and the lower bound cannot be set by an operator.'
        : 'The level of the test can be set by an operator; with another one this row may pass.',
      shut,
      `Validators whose own published numbers fail and whose rows of this round pay UID ${uid} most hold ${Math.round(shareOf(own) * 100)} % of the permitted stake weight.`,
    ],
  };
}
