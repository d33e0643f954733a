import { EARLY_ARCHITECTURE_PINS } from './architecturePins.js';
import { defineEra } from './defineEra.js';
import { legalSettings } from './legalSettings.js';
import { PROTOCOL_2_EARLY } from './roundBlocks.js';
import { CONFIG, SERVICE, SINGLE } from './sources.js';
import { INFERRED_PLACES, UNCHANGED } from './unchanged.js';

/**
 * Era P4: paired duel on the conditional KL, and no quality below 0.97 of the incumbent's; no absolute floor. The
 * consensus alone seats the incumbent, and a precheck error skips the round. Whether the mean KL disqualified is not
 * known.
 */
export const P4 = defineEra({
  id: 'P4',
  title: 'Paired duel with quality non-regression, no absolute floor',
  changed: [],
  from: {
    block: 8_228_509,
    earliest: 8_206_909,
    latest: 8_250_109,
    basis: 'guess',
    why: 'Known only to follow the single evaluation of P2 and to precede P5; P3 is documented for 2026-05-18.',
  },
  source: 'SILX-LABS/QUASAR-SUBNET@561e490',
  coordination: PROTOCOL_2_EARLY,
  policy: {
    ...UNCHANGED,
    klMode: 'conditional',
    incumbentSource: 'consensus',
    revalidatesKing: false,
    maintenance: false,
    recentRepoSkip: false,
    precheckLine: 'P2',
    precheckError: 'skip-round',
    startGate: null,
    maxKl: 2,
    qualityFloor: null,
    minQualityAxes: 0,
    tierVersion: 28,
    prompts: 150,
    quotaWindow: 7200,
    quotaPerOwner: null,
    quotaPerHotkey: null,
    minCommitBlock: null,
    reserveFraction: 0,
    reserveUid: 155,
    noWinnerUid: null,
  },
  evaluation: {
    teacher: null,
    maxNewTokens: null,
    compositeSchema: 28,
  },
  places: {
    ...INFERRED_PLACES,
    klMode: 'pod evaluator@387db21, conditional form (inferred: the file of this commit is not held)',
    incumbentSource: `${SERVICE}@561e490`,
    revalidatesKing: 'not before 710a9d6',
    maintenance: 'not before 130428a (inferred)',
    recentRepoSkip: 'not before 130428a (inferred)',
    precheckLine: 'precheck.py (inferred: strict duplicates came with 710a9d6)',
    precheckError: `${SERVICE}@561e490`,
    startGate: 'not before 130428a (inferred)',
    maxKl: `${CONFIG} maxKlThreshold; env QUASAR_MAX_KL_THRESHOLD (unknown whether it disqualified)`,
    qualityFloor: `${SERVICE}@561e490, no absolute floor`,
    minQualityAxes: `${SERVICE}@561e490, hold check of the disqualification only`,
    tierVersion: `${SINGLE}, composite schema version (inferred)`,
    prompts: 'docs of 387db21; env QUASAR_EVAL_PROMPTS_H2H (inferred)',
    quotaWindow: 'not before 130428a (inferred)',
    quotaPerOwner: 'not before 130428a (inferred)',
    quotaPerHotkey: 'not before 130428a (inferred)',
    minCommitBlock: 'not before 130428a (inferred)',
    reserveFraction: 'eval/chain.py, one-hot before 1f86397',
    reserveUid: 'unused: nothing is kept back before 1f86397',
    noWinnerUid: 'no shared one before f6c25a0',
    teacher: `${CONFIG} teacher (unknown)`,
    maxNewTokens: `${CONFIG} maxNewTokens (unknown)`,
    compositeSchema: 'composite.py@a46bad5 (inferred)',
  },
  pins: EARLY_ARCHITECTURE_PINS,
  settings: legalSettings({ maxKl: [null], prompts: [300] }),
});
