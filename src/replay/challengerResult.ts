import type { CrownDecision } from '../decide/crownInput.js';
import type { PairedDuel } from '../domain/duel.js';
import type { Uid } from '../domain/identity.js';
import type { Contender } from '../domain/round.js';
import type { ChallengerResult, RoundContender } from '../domain/verdict.js';
import type { RoundInputs } from './assembleInputs.js';
import { rowOf } from './crownInputs.js';

/** A contender as results name it. */
export const seated = ({ uid, hotkey, repo, revision, committedAt }: Contender): RoundContender => ({
  uid,
  hotkey,
  repo,
  revision,
  committedAt,
});

/** One challenger with its replayed and its claimed duel, and every gate under the default setting. */
export function challengerResult(
  contender: Contender,
  inputs: RoundInputs,
  decision: CrownDecision | undefined,
): ChallengerResult {
  const own = decision?.challengers.find((one) => one.uid === contender.uid);
  const row = rowOf(inputs, contender);
  const { uid, hotkey, repo, revision, committedAt } = contender;
  return {
    uid,
    hotkey,
    repo,
    revision,
    committedAt,
    gates: own?.gates ?? [],
    replayed: own?.duel ?? null,
    claimed: row?.tTest ? claimedDuel(contender.uid, row.tTest) : null,
    meanKl: own?.meanKl ?? null,
    claimedMeanKl: row?.kl ?? null,
    quality: own?.quality ?? null,
    kingQuality: decision?.kingQuality ?? null,
  };
}

const claimedDuel = (challengerUid: Uid, test: Omit<PairedDuel, 'challengerUid'>): PairedDuel => ({
  challengerUid,
  n: test.n,
  meanDelta: test.meanDelta,
  se: test.se,
  t: test.t,
  p: test.p,
  lcb: test.lcb,
});
