import { failed, type PrecheckResult, type PrecheckSubject, passed } from './precheck.js';

/** Rule 22: private or disabled repositories are removed; `gated` is not read. */
export function accessible({ manifest }: PrecheckSubject): PrecheckResult {
  if (manifest.private) return failed(22, 'The repository is private.');
  if (manifest.disabled) return failed(22, 'The repository is disabled on the hub.');
  return passed(22, 'The repository is public.');
}
