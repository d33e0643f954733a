import { AuditError } from './base.js';

/** The reason of an abort at the end of the time that an operator gave. */
export const TIME_LIMIT = 'time limit';

/** Stopped at the end of the time that an operator gave; everything finished is on disk. Exit 75. */
export class TimeLimitError extends AuditError {
  readonly code = 'TIME_LIMIT';
  readonly exitCode = 75 as const;

  constructor(remedy: string) {
    super({ what: 'stopped by --max-time', why: 'everything finished before it is kept', remedy });
  }
}

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
