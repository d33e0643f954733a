import type { BreachCheck } from './breachInput.js';
import { crownWithoutDuelWin } from './duel/crownWithoutDuelWin.js';
import { differentPrompts } from './duel/differentPrompts.js';
import { kingFailsPrecheck } from './duel/kingFailsPrecheck.js';
import { kingOverMaxKl } from './duel/kingOverMaxKl.js';
import { lateResult } from './duel/lateResult.js';
import { partialRun } from './duel/partialRun.js';
import { roundedLowerBound } from './duel/roundedLowerBound.js';
import { sharedResult } from './duel/sharedResult.js';
import { shortKing } from './duel/shortKing.js';
import { stuckAfterEarlyStop } from './duel/stuckAfterEarlyStop.js';
import { studentP } from './duel/studentP.js';
import { tooFewPrompts } from './duel/tooFewPrompts.js';
import { undefinedKl } from './duel/undefinedKl.js';
import { unscoredKing } from './duel/unscoredKing.js';
import { belowFloorKing } from './floor/belowFloorKing.js';
import { earlyCrown } from './floor/earlyCrown.js';
import { fallbackReplaced } from './floor/fallbackReplaced.js';
import { fewAxes } from './floor/fewAxes.js';
import { flipFlop } from './floor/flipFlop.js';
import { floorSplit } from './floor/floorSplit.js';
import { kinglessPaid } from './floor/kinglessPaid.js';
import { missingComposite } from './floor/missingComposite.js';
import { bareKey } from './identity/bareKey.js';
import { clearedDisqualification } from './identity/clearedDisqualification.js';
import { lostLists } from './identity/lostLists.js';
import { normOnlyCopy } from './identity/normOnlyCopy.js';
import { payloadOverride } from './identity/payloadOverride.js';
import { staleHashCopy } from './identity/staleHashCopy.js';
import { tieClusterWinner } from './identity/tieClusterWinner.js';
import { fallbackContender } from './incumbent/fallbackContender.js';
import { fragmentedVotes } from './incumbent/fragmentedVotes.js';
import { kingZero } from './incumbent/kingZero.js';
import { recommittedKing } from './incumbent/recommittedKing.js';
import { recycledUid } from './incumbent/recycledUid.js';
import { revealLag } from './incumbent/revealLag.js';
import { staleLocalKing } from './incumbent/staleLocalKing.js';
import { unmeasuredIncumbent } from './incumbent/unmeasuredIncumbent.js';
import { zeroStake } from './incumbent/zeroStake.js';
import { clearedByNumbers } from './prechecks/clearedByNumbers.js';
import { incumbentLeftOut } from './prechecks/incumbentLeftOut.js';
import { reasonReadByWords } from './prechecks/reasonReadByWords.js';
import { uncheckedFiles } from './prechecks/uncheckedFiles.js';
import { unpinnedRevision } from './prechecks/unpinnedRevision.js';
import { acrossBuckets } from './scheduling/acrossBuckets.js';
import { differentContenders } from './scheduling/differentContenders.js';
import { missedRound } from './scheduling/missedRound.js';
import { oldRowsOfUid } from './scheduling/oldRowsOfUid.js';
import { quotaByMaintenance } from './scheduling/quotaByMaintenance.js';
import { recentRepository } from './scheduling/recentRepository.js';
import { successionLimited } from './scheduling/successionLimited.js';
import { olderGrid } from './weights/olderGrid.js';
import { ownWinnerNotSet } from './weights/ownWinnerNotSet.js';
import { reserveOverride } from './weights/reserveOverride.js';
import { setWithoutRound } from './weights/setWithoutRound.js';
import { winnerLate } from './weights/winnerLate.js';

/** Every check, in the order of the codes. */
export const BREACH_CHECKS: readonly BreachCheck[] = [
  recycledUid,
  recommittedKing,
  staleLocalKing,
  zeroStake,
  fragmentedVotes,
  fallbackContender,
  unmeasuredIncumbent,
  revealLag,
  kingZero,
  belowFloorKing,
  kinglessPaid,
  flipFlop,
  floorSplit,
  fewAxes,
  earlyCrown,
  missingComposite,
  fallbackReplaced,
  crownWithoutDuelWin,
  partialRun,
  shortKing,
  unscoredKing,
  kingOverMaxKl,
  undefinedKl,
  tooFewPrompts,
  differentPrompts,
  sharedResult,
  studentP,
  roundedLowerBound,
  stuckAfterEarlyStop,
  kingFailsPrecheck,
  lateResult,
  tieClusterWinner,
  lostLists,
  payloadOverride,
  clearedDisqualification,
  bareKey,
  normOnlyCopy,
  staleHashCopy,
  reasonReadByWords,
  unpinnedRevision,
  uncheckedFiles,
  clearedByNumbers,
  incumbentLeftOut,
  quotaByMaintenance,
  acrossBuckets,
  differentContenders,
  successionLimited,
  missedRound,
  recentRepository,
  oldRowsOfUid,
  winnerLate,
  reserveOverride,
  ownWinnerNotSet,
  setWithoutRound,
  olderGrid,
];
