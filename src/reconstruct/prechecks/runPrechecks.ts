import type { PrecheckFinding } from '../../domain/round.js';
import type { RepositoryManifest, SyntheticProfile } from '../../domain/snapshot.js';
import type { PrecheckPins } from '../../eras/defineEra.js';
import { accessible, reachable } from './accessible.js';
import { architecture, vocabularySize } from './architecture.js';
import { chatTemplate } from './chatTemplate.js';
import { parameterCount, sizeAgainstClaim } from './parameterCount.js';
import { notChecked, type PrecheckSubject } from './precheck.js';
import { pythonFiles } from './pythonFiles.js';
import { quantization } from './quantization.js';
import { officialFiles, tokenizer } from './referenceFiles.js';
import { runtimeCompatible } from './runtimeCompatible.js';
import { hiddenWeights, pickleOnly, totalBytes } from './weightBytes.js';

/** Rules that one repository's files decide, in the evaluator's order. Rules 20 and 21 compare repositories. */
const RULES: readonly ((subject: PrecheckSubject) => PrecheckFinding)[] = [
  reachable,
  pythonFiles,
  officialFiles,
  hiddenWeights,
  totalBytes,
  pickleOnly,
  parameterCount,
  sizeAgainstClaim,
  quantization,
  architecture,
  vocabularySize,
  tokenizer,
  chatTemplate,
  runtimeCompatible,
  accessible,
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
        chatTemplateSha256: profile.chatTemplateSha256 ?? pins.chatTemplateSha256,
      };

/** Whether the hub showed no files because it does not show the repository: an empty list then says nothing. */
export const isHidden = ({ files, private: hidden, disabled }: RepositoryManifest): boolean =>
  files.length === 0 && (hidden || disabled);

/** Findings of rules 6 to 19 and 22, in order; none stops the others. */
export function runPrechecks(subject: PrecheckSubject): PrecheckFinding[] {
  const found = RULES.map((rule) => rule(subject));
  if (!isHidden(subject.manifest)) return found;
  return found.map((finding) =>
    finding.rule === 6 || finding.rule === 22
      ? finding
      : notChecked(finding.rule, 'The hub lists no file of it, because it is private or disabled.'),
  );
}
