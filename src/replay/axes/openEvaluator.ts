import { resolve } from 'node:path';
import { UsageError } from '../../errors/input.js';
import { openReference, type Reference } from '../../evaluate/reference/openReference.js';

/** The options that name an evaluator. */
export interface EvaluatorOptions {
  /** Folder of a checkout. */
  readonly evaluator?: string;
  /** Its commit as the person tells it. */
  readonly evaluatorCommit?: string;
}

/**
 * The evaluator that a person gave; null for none.
 *
 * @param path the folders to look for bubblewrap in, as in PATH
 * @throws UsageError for a commit without a folder, and what `openReference` throws
 */
export async function openEvaluator(
  { evaluator, evaluatorCommit }: EvaluatorOptions,
  cwd: string,
  path: string,
): Promise<Reference | null> {
  if (evaluator !== undefined) return openReference(resolve(cwd, evaluator), evaluatorCommit ?? null, path);
  if (evaluatorCommit === undefined) return null;
  throw new UsageError({
    what: '--evaluator-commit is used with --evaluator only',
    why: 'it tells which commit the folder holds',
    remedy: 'Add --evaluator DIR, or leave it out.',
  });
}
