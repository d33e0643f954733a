import { AuditError } from './base.js';

/** A network address that this program does not open: scheme, host, private address, credentials in it. Exit 64. */
export class AddressRefusedError extends AuditError {
  readonly code: string = 'ADDRESS_REFUSED';
  readonly exitCode = 64 as const;
}

/** A server refused for good, or answered what cannot be used. Exit 69. */
export class UnavailableError extends AuditError {
  readonly code: string = 'UNAVAILABLE';
  readonly exitCode = 69 as const;
}

/** A server limited us, broke off or did not answer; the same command may work later and goes on where it stopped. Exit 75. */
export class RetryLaterError extends AuditError {
  readonly code: string = 'RETRY_LATER';
  readonly exitCode = 75 as const;
}

/** Bytes that were fetched are not those that their digest or length names. Exit 69. */
export class DigestMismatchError extends UnavailableError {
  override readonly code = 'DIGEST_MISMATCH';
}
