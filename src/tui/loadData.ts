import type { JournalView } from '../domain/journal.js';
import { printable } from '../domain/printable.js';
import { AuditError } from '../errors/base.js';
import type { Source } from './data.js';

export interface Loaded {
  readonly views: readonly JournalView[];
  /** One sentence per replay that cannot be read; the others are shown all the same. */
  readonly problems: readonly string[];
}

/** Why something failed, in one clean line: what, why and what to do where the error says so. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return printable(String(error), 200);
  const more = error instanceof AuditError ? [error.why, error.remedy] : [];
  return printable([error.message, ...more].filter(Boolean).join('; '), more.length > 0 ? 600 : 200);
};

/** Reads all replays of the source, oldest first. */
export const loadData = async (source: Source): Promise<Loaded> => {
  const views: JournalView[] = [];
  const problems: string[] = [];
  for (const entry of await source.list()) {
    try {
      views.push(await source.read(entry.path));
    } catch (error) {
      problems.push(`replay ${printable(entry.id, 40)}: ${reasonOf(error)}`);
    }
  }
  return { views, problems };
};
