import { EARLY_ARCHITECTURE_PINS } from './architecturePins.js';
import { defineEra } from './defineEra.js';
import { legalSettings } from './legalSettings.js';
import { PROTOCOL_2_EARLY } from './roundBlocks.js';
import { CONFIG, SERVICE, SINGLE } from './sources.js';
import { INFERRED_PLACES, UNCHANGED } from './unchanged.js';

/**
 * Era P5: absolute floor 0.20 on four axes with a hold check, king re-validation, own last king before the consensus, strict
 * duplicates, 300 prompts.
 */
export const P5 = defineEra({
  id: 'P5',
  title: 'Floor 0.20 on four axes, hold check, king re-validation, strict duplicates',
  changed: [
    'incumbentSource',
    'revalidatesKing',
    'precheckLine',
    'qualityFloor',
    'minQualityAxes',
    'prompts',
    'evaluation',
  ],
  from: {
    block: 8_257_309,
    earliest: 8_214_109,
    latest: 8_286_109,
    basis: 'guess',
    why: 'Known only to follow 2026-05-18 and to precede P6.',
  },
  source: 'SILX-LABS/QUASAR-SUBNET@710a9d6, ccc4813',
  coordination: PROTOCOL_2_EARLY,
  policy: {
    ...UNCHANGED,
    klMode: 'conditional',
    incumbentSource: 'local-first',
    revalidatesKing: true,
    maintenance: false,
    recentRepoSkip: false,
    precheckLine: 'P5',
    precheckError: 'skip-round',
    startGate: null,
    maxKl: 2,
    qualityFloor: 0.2,
    minQualityAxes: 4,
    tierVersion: 28,
    prompts: 300,
    quotaWindow: 7200,
    quotaPerOwner: null,
    quotaPerHotkey: null,
    minCommitBlock: null,
    reserveFraction: 0,
    reserveUid: 155,
    noWinnerUid: null,
  },
  evaluation: {
    teacher: 'Qwen/Qwen3.5-4B',
    maxNewTokens: null,
    compositeSchema: 28,
  },
  places: {
    ...INFERRED_PLACES,
    klMode: 'pod evaluator@387db21, conditional form (inferred: the file of this commit is not held)',
    incumbentSource: `${SERVICE}@710a9d6`,
    revalidatesKing: `${SERVICE}@710a9d6; env QUASAR_RESCORING_REVALIDATE_KING`,
    maintenance: 'not before 130428a (inferred)',
    recentRepoSkip: 'not before 130428a (inferred)',
    precheckLine: 'precheck.py@710a9d6',
    precheckError: `${SERVICE}@710a9d6`,
    startGate: 'not before 130428a (inferred)',
    maxKl: `${CONFIG} maxKlThreshold; env QUASAR_MAX_KL_THRESHOLD (value inferred)`,
    qualityFloor: `${SINGLE}; env SINGLE_EVAL_MIN_CROWN_QUALITY`,
    minQualityAxes: `${SINGLE}; env SINGLE_EVAL_MIN_CROWN_QUALITY_AXES`,
    tierVersion: `${SINGLE}, composite schema version (inferred)`,
    prompts: `${CONFIG}; env QUASAR_EVAL_PROMPTS_H2H`,
    quotaWindow: 'not before 130428a (inferred)',
    quotaPerOwner: 'not before 130428a (inferred)',
    quotaPerHotkey: 'not before 130428a (inferred)',
    minCommitBlock: 'not before 130428a (inferred)',
    reserveFraction: 'eval/chain.py, one-hot before 1f86397',
    reserveUid: 'unused: nothing is kept back before 1f86397',
    noWinnerUid: 'no shared one before f6c25a0',
    teacher: 'docs of 710a9d6 (inferred)',
    maxNewTokens: `${CONFIG} maxNewTokens (unknown)`,
    compositeSchema: 'composite.py@a46bad5 (inferred)',
  },
  pins: EARLY_ARCHITECTURE_PINS,
  settings: legalSettings({ prompts: [150] }),
});
