/** Exit codes of `docs/exit-codes.md` that an error can carry. Findings (10, 11, 12) are results, not errors. */
export type TroubleCode = 13 | 64 | 69 | 70 | 74 | 75 | 78 | 130 | 143;

export interface AuditErrorParts {
  /** What happened: one line without a final stop. */
  readonly what: string;
  /** Why: the fact that shows it. */
  readonly why?: string;
  /** What the person can do now: one imperative sentence. */
  readonly remedy: string;
  /** Typed context: block, path, key. Never a credential. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The tool failed. That the validator was wrong is a verdict, never an error.
 * Shown as three lines: what, why, what to do.
 */
export abstract class AuditError extends Error {
  /** Stable name, for example `SNAPSHOT_DAMAGED`. */
  abstract readonly code: string;
  abstract readonly exitCode: TroubleCode;
  readonly why: string | undefined;
  readonly remedy: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(parts: AuditErrorParts) {
    super(parts.what, { cause: parts.cause });
    this.name = new.target.name;
    this.why = parts.why;
    this.remedy = parts.remedy;
    this.facts = parts.facts ?? {};
  }
}
