import { AuditError } from './base.js';

/** Stopped by SIGINT (130) or SIGTERM (143); everything finished is on disk. */
export class InterruptedError extends AuditError {
  readonly code = 'INTERRUPTED';
  readonly exitCode: 130 | 143;

  constructor(signal: 'SIGINT' | 'SIGTERM', remedy: string) {
    super({ what: `stopped by ${signal}`, why: 'everything finished before it is kept', remedy });
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}
