import { AuditError } from './base.js';

/** Stopped by SIGINT (130) or SIGTERM (143); everything finished is on disk. */
export class InterruptedError extends AuditError {
  readonly code = 'INTERRUPTED';
  readonly exitCode: 130 | 143;

  /** @param signal the one that was aborted: its reason is the name of the signal, SIGINT where it is another */
  constructor({ reason }: AbortSignal, remedy: string) {
    const name = reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT';
    super({ what: `stopped by ${name}`, why: 'everything finished before it is kept', remedy });
    this.exitCode = name === 'SIGINT' ? 130 : 143;
  }
}
