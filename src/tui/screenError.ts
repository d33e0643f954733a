import { AuditError } from '../errors/base.js';

/** A screen failed while it was drawn, or something threw while it was open. Exit 70. */
export class ScreenError extends AuditError {
  readonly code = 'SCREEN';
  readonly exitCode = 70 as const;

  constructor(cause: unknown) {
    super({
      what: `the screen failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      why: cause instanceof Error ? cause.stack?.split('\n')[1]?.trim() : undefined,
      remedy: 'report it; recrown show ROUND says the same without a screen',
      cause,
    });
  }
}
