import { AuditError } from '../../errors/base.js';
import { EXIT } from '../exit.js';

/** What one probe found. */
export interface Check {
  readonly name: string;
  /** `failed`: something that recrown needs; `warning`: it works without, in part. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What the person can do; null when all is well. */
  readonly remedy: string | null;
  /** Exit code of a failed check, else 0. */
  readonly code: number;
}

export const ok = (name: string, detail: string): Check => ({
  ...{ name, state: 'ok', detail, remedy: null, code: EXIT.ok },
});

export const warning = (name: string, detail: string, remedy: string): Check => ({
  ...{ name, state: 'warning', detail, remedy, code: EXIT.ok },
});

export const failed = (name: string, detail: string, remedy: string, code: number): Check => ({
  ...{ name, state: 'failed', detail, remedy, code },
});

/** A known error as a failed check. */
export const failedBy = (name: string, error: AuditError): Check =>
  failed(name, [error.message, error.why].filter(Boolean).join(': '), error.remedy, error.exitCode);

/**
 * Runs one probe, at most for a time; known errors are what it found.
 * @param limit milliseconds; past them the probe counts as a warning and is not waited for
 */
export async function probed(
  name: string,
  limit: number,
  probe: () => Promise<readonly Check[]> | readonly Check[],
): Promise<readonly Check[]> {
  const over = new AbortController();
  const late = new Promise<readonly Check[]>((resolve) => {
    const timer = setTimeout(
      () =>
        resolve([
          warning(
            name,
            `no answer within ${limit / 1000} s`,
            'run recrown doctor again when the machine is less busy',
          ),
        ]),
      limit,
    );
    over.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  const answer = (async () => probe())().catch((error: unknown): readonly Check[] => {
    if (error instanceof AuditError) return [failedBy(name, error)];
    throw error;
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    over.abort();
  }
}
