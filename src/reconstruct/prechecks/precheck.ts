import type { Absent } from '../../domain/absent.js';
import type { PrecheckCategory, PrecheckFinding } from '../../domain/round.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import type { PrecheckPins } from '../../eras/defineEra.js';

/** What the rules about files look at. Nothing of the repository is executed. */
export interface PrecheckSubject {
  readonly manifest: RepositoryManifest;
  readonly config: Readonly<Record<string, unknown>> | Absent;
  readonly pins: PrecheckPins;
  /** Bytes of one file of the manifest. */
  readonly readFile: (path: string) => Uint8Array | Absent;
  /** Recorded revisions of the reference repository; empty when none is recorded. */
  readonly references: readonly RepositoryManifest[];
}

export const passed = (rule: number, reason: string): PrecheckFinding => ({
  rule,
  status: 'pass',
  category: null,
  reason,
});

export const failed = (rule: number, category: PrecheckCategory, reason: string): PrecheckFinding => ({
  rule,
  status: 'fail',
  category,
  reason,
});

export const notChecked = (rule: number, reason: string): PrecheckFinding => ({
  rule,
  status: 'not checked',
  category: null,
  reason,
});

/** Untrusted text as a short printable ASCII word. */
export const shown = (text: string): string =>
  `"${text.slice(0, 60).replace(/[^\x20-\x7e]/g, '?')}${text.length > 60 ? '...' : ''}"`;
