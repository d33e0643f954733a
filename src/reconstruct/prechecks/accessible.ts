import type { PrecheckFinding } from '../../domain/round.js';
import { failed, notChecked, type PrecheckSubject, passed } from './precheck.js';

/**
 * Rule 6: the repository can be read. A validator whose token opens a gated or private repository passes it and the
 * others refuse it, so that such a state decides nothing here.
 */
export function reachable({ manifest }: PrecheckSubject): PrecheckFinding {
  if (manifest.private)
    return notChecked(6, 'It is recorded as private: whether it could be read depends on the token.');
  if (manifest.gated)
    return notChecked(6, 'It is recorded as gated: whether it could be read depends on the token.');
  return passed(6, 'The repository was public when it was recorded.');
}

/** Rule 22: private or disabled repositories are removed; `gated` is not read. */
export function accessible({ manifest }: PrecheckSubject): PrecheckFinding {
  if (manifest.private) return failed(22, 'REMOVED', 'The repository is private.');
  if (manifest.disabled) return failed(22, 'REMOVED', 'The repository is disabled on the hub.');
  return passed(
    22,
    'The repository was neither private nor disabled, and the commitment names its revision.',
  );
}
