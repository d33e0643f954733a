import { AuditError } from './base.js';

/** Reading or writing a file failed: disk full, permission, path. Exit 74. */
export class IoError extends AuditError {
  readonly code: string = 'IO';
  readonly exitCode = 74 as const;
}

/** Another process holds the index or the journal. Exit 74. */
export class StoreLockedError extends IoError {
  override readonly code = 'STORE_LOCKED';
}
