import { isAbsent } from '../../domain/absent.js';
import type { PrecheckFinding } from '../../domain/round.js';
import { architectureMismatches } from './architecture.js';
import { failed, notChecked, type PrecheckSubject, passed } from './precheck.js';
import { weightBytes } from './weightBytes.js';

const BILLION = 1e9;
/** Two bytes a parameter: how the evaluator turns bytes into parameters. */
const BYTES_PER_PARAMETER = 2;
/** Bytes may claim this many times the counted parameters. */
const SIZE_SLACK = 2.5;

/** Parameters in 10^9: the hub's count, else the evaluator's estimate where the config carries exactly the pins. */
function parametersBillion({ manifest, config, pins }: PrecheckSubject): number | null {
  const total = manifest.safetensorsTotal;
  if (total !== null && total > 0) return total / BILLION;
  if (isAbsent(config) || pins.estimatedParamsBillion === null) return null;
  return architectureMismatches(config, pins).length === 0 ? pins.estimatedParamsBillion : null;
}

/** Rule 12: at most 3.5 billion parameters. */
export function parameterCount(subject: PrecheckSubject): PrecheckFinding {
  const billion = parametersBillion(subject);
  if (billion === null)
    return notChecked(
      12,
      "The hub's count of parameters would be needed: neither it nor the pinned config is there.",
    );
  return billion > subject.pins.maxParamsBillion
    ? failed(
        12,
        'INVALID',
        `It holds ${billion} billion parameters, more than ${subject.pins.maxParamsBillion}.`,
      )
    : passed(12, `It holds ${billion} billion parameters.`);
}

/** Rule 13: all weight bytes together must fit the counted parameters. */
export function sizeAgainstClaim(subject: PrecheckSubject): PrecheckFinding {
  const billion = parametersBillion(subject);
  if (billion === null) return notChecked(13, "The hub's count of parameters would be needed.");
  const bytes = weightBytes(subject.manifest);
  const implied = (bytes.safetensors + bytes.pickle) / (BYTES_PER_PARAMETER * BILLION);
  return implied > SIZE_SLACK * billion
    ? failed(13, 'FRAUD', `Its bytes stand for ${implied} billion parameters where ${billion} are counted.`)
    : passed(13, 'Its bytes fit its parameters.');
}
