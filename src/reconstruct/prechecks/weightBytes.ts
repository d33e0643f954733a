import type { PrecheckFinding } from '../../domain/round.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import { failed, type PrecheckSubject, passed } from './precheck.js';

export interface WeightBytes {
  /** Sum of every `*.safetensors`, bytes. */
  readonly safetensors: number;
  /** Sum of every `*.bin` whose path contains `pytorch_model`, bytes. */
  readonly pickle: number;
  readonly hasSafetensors: boolean;
  readonly hasPickle: boolean;
}

/** Sizes of the two weight formats as the hub lists them. */
export function weightBytes(manifest: RepositoryManifest): WeightBytes {
  const found = { safetensors: 0, pickle: 0, hasSafetensors: false, hasPickle: false };
  for (const { path, size } of manifest.files) {
    if (path.endsWith('.safetensors')) {
      found.safetensors += size;
      found.hasSafetensors = true;
    } else if (path.endsWith('.bin') && path.includes('pytorch_model')) {
      found.pickle += size;
      found.hasPickle = true;
    }
  }
  return found;
}

/** Rule 9: small safetensors beside large pickled weights hide the real model. */
export function hiddenWeights({ manifest, pins }: PrecheckSubject): PrecheckFinding {
  const bytes = weightBytes(manifest);
  const least = pins.minWeightBytes;
  if (bytes.hasSafetensors && bytes.hasPickle && bytes.safetensors < least && bytes.pickle > least)
    return failed(
      9,
      'FRAUD',
      `Its safetensors hold ${bytes.safetensors} bytes beside ${bytes.pickle} bytes of pickled weights.`,
    );
  return passed(9, 'No large pickled weights stand beside small safetensors.');
}

/** Rule 10: bounds of the larger format; no weights at all pass here and stop at rule 20. */
export function totalBytes({ manifest, pins }: PrecheckSubject): PrecheckFinding {
  const bytes = weightBytes(manifest);
  const total = Math.max(bytes.safetensors, bytes.pickle);
  if (total > 0 && total < pins.minWeightBytes)
    return failed(10, 'FRAUD', `Its weights hold ${total} bytes, less than ${pins.minWeightBytes}.`);
  if (total > pins.maxWeightBytes)
    return failed(10, 'FRAUD', `Its weights hold ${total} bytes, more than ${pins.maxWeightBytes}.`);
  return passed(10, `Its weights hold ${total} bytes.`);
}

/** Rule 11: pickled weights alone are refused. */
export function pickleOnly({ manifest }: PrecheckSubject): PrecheckFinding {
  const bytes = weightBytes(manifest);
  return bytes.hasPickle && !bytes.hasSafetensors
    ? failed(11, 'INVALID', 'It holds pickled weights and no safetensors.')
    : passed(11, 'It does not rest on pickled weights.');
}
