import type { SyntheticProfile } from '../../domain/snapshot.js';
import type { PrecheckPins } from '../../eras/defineEra.js';
import { accessible } from './accessible.js';
import { architecture, vocabularySize } from './architecture.js';
import { parameterCount, sizeAgainstClaim } from './parameterCount.js';
import { notChecked, type PrecheckResult, type PrecheckSubject } from './precheck.js';
import { pythonFiles } from './pythonFiles.js';
import { quantization } from './quantization.js';
import { hiddenWeights, pickleOnly, totalBytes } from './weightBytes.js';

/** Rules that manifest and config decide, in the evaluator's order. */
const RULES: readonly ((subject: PrecheckSubject) => PrecheckResult)[] = [
  pythonFiles,
  hiddenWeights,
  totalBytes,
  pickleOnly,
  parameterCount,
  sizeAgainstClaim,
  quantization,
  architecture,
  vocabularySize,
  accessible,
];

/** Rules that need more than a manifest and a config, and what. */
const UNCHECKED_RULES: readonly PrecheckResult[] = [
  notChecked(2, 'failures.json of the validator would be needed.'),
  notChecked(8, 'The reference repository with its two Python files would be needed.'),
  notChecked(
    17,
    'The reference tokenizer and the evaluator source with its four test texts would be needed.',
  ),
  notChecked(18, 'The chat template of the repository would be needed.'),
  notChecked(
    21,
    "The evaluator's tensor names and, for near copies, a validator's private salt would be needed.",
  ),
];

/** The era's pins with the places that a synthetic profile replaces. */
export const pinsUnder = (pins: PrecheckPins, profile: SyntheticProfile | null): PrecheckPins =>
  profile === null
    ? pins
    : {
        ...pins,
        architecture: profile.architecture,
        vocabSize: profile.vocabSize,
        minWeightBytes: profile.minWeightBytes,
        maxWeightBytes: profile.maxWeightBytes,
        estimatedParamsBillion: null,
      };

/** Results of every rule that can be decided here, in order, then of those that cannot; none stops the others. */
export const runPrechecks = (subject: PrecheckSubject): PrecheckResult[] => [
  ...RULES.map((rule) => rule(subject)),
  ...UNCHECKED_RULES,
];
