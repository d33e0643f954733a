import type { Absent } from '../../domain/absent.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import type { PrecheckPins } from '../../eras/defineEra.js';

/** Outcome of one precheck rule. `not checked` is neither: the reason names what would be needed. */
export interface PrecheckResult {
  /** Number of the rule (rule: prechecks, docs/methodology.md). */
  readonly rule: number;
  readonly status: 'pass' | 'fail' | 'not checked';
  /** One sentence; of a failure, what was measured. */
  readonly reason: string;
}

/** What the rules look at. Nothing of the repository is executed or parsed beyond `config.json`. */
export interface PrecheckSubject {
  readonly manifest: RepositoryManifest;
  readonly config: Readonly<Record<string, unknown>> | Absent;
  readonly pins: PrecheckPins;
}

export const passed = (rule: number, reason: string): PrecheckResult => ({ rule, status: 'pass', reason });
export const failed = (rule: number, reason: string): PrecheckResult => ({ rule, status: 'fail', reason });
export const notChecked = (rule: number, reason: string): PrecheckResult => ({
  rule,
  status: 'not checked',
  reason,
});

/** Untrusted text as a short printable ASCII word. */
export const shown = (text: string): string =>
  `"${text.slice(0, 60).replace(/[^\x20-\x7e]/g, '?')}${text.length > 60 ? '...' : ''}"`;
