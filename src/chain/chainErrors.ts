import { AuditError } from '../errors/base.js';

/** The subnet or its runtime is laid out in a way that these rules do not describe. Exit 69. */
export class UnsupportedSubnetError extends AuditError {
  readonly code = 'UNSUPPORTED_SUBNET';
  readonly exitCode = 69 as const;
}
