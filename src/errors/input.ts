import { AuditError } from './base.js';

/** A bad argument, option or input file given by the person. */
export class UsageError extends AuditError {
  readonly code: string = 'USAGE';
  readonly exitCode = 64 as const;
}

/** A range that cannot be read, or that is reversed. */
export class InvalidRangeError extends UsageError {
  override readonly code = 'INVALID_RANGE';
}

/** The work takes longer, by the lowest estimate, than the operator gives it. */
export class TimeTooShortError extends UsageError {
  override readonly code = 'TIME_TOO_SHORT';
}

/** The full-screen interface was asked for without a terminal. */
export class NoTerminalError extends UsageError {
  override readonly code = 'NO_TERMINAL';
}

/** A configuration file that cannot be read, or a line of it that cannot be taken. Exit 78. */
export class ConfigError extends AuditError {
  readonly code = 'CONFIG';
  readonly exitCode = 78 as const;
}

/** A thing that this version does not do; the message names what is missing. */
export class NotAvailableError extends AuditError {
  readonly code = 'NOT_AVAILABLE';
  readonly exitCode = 69 as const;
}
