import { AXIS_WEIGHTS } from './axisWeights.js';
import type { Policy } from './defineEra.js';
import { CONFIG, PLANNER, SERVICE, SINGLE } from './sources.js';

/**
 * Constants that are the same wherever they were seen. An era that has another one says so after spreading these, and
 * leaves them as they are.
 */
export const UNCHANGED = {
  alpha: 0.03,
  lcbErrors: 1.96,
  minPairedPrompts: 100,
  fraudKl: 1e-6,
  normWeightMax: 30,
  qualityMargin: 0.03,
  qualityTolerance: 1e-12,
  saturationEpsilon: 0.005,
  tierAxes: 12,
  challengersPerRound: 10,
  axisWeights: AXIS_WEIGHTS,
  relativeAxes: ['kl', 'on_policy_rkl'],
} as const satisfies Partial<Policy>;

/** Their places; files that were not read at the commits of an era make some of them inferred. */
const placesMarked = (mark: '' | ' (inferred)'): Readonly<Record<keyof typeof UNCHANGED, string>> => ({
  alpha: `${CONFIG} pairedTestAlpha; env QUASAR_PAIRED_TEST_ALPHA`,
  lcbErrors: `results.py, paired statistics${mark}`,
  minPairedPrompts: `${SERVICE}, minimum of a duel (fixed in code)`,
  fraudKl: `results.py, sanity of the mean KL${mark}`,
  normWeightMax: `pod evaluator, fine-tune probe; env FINETUNE_NORM_WEIGHT_MAX${mark}`,
  qualityMargin: `${SINGLE}; env SINGLE_EVAL_DETHRONE_MARGIN`,
  qualityTolerance: `${SINGLE}${mark}`,
  saturationEpsilon: `${SINGLE}; env SINGLE_EVAL_WORST_FLOOR_EPSILON`,
  tierAxes: `${SINGLE}${mark}`,
  challengersPerRound: `${PLANNER}, SINGLE_EVAL_MAX_PER_ROUND (fixed in code)`,
  axisWeights: `composite.py; env BENCH_*_WEIGHT${mark}`,
  relativeAxes: `${SINGLE}${mark}`,
});

export const UNCHANGED_PLACES = placesMarked('');
/** Of eras whose composite and result files are not held. */
export const INFERRED_PLACES = placesMarked(' (inferred)');
