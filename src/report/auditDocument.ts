import type { RoundResult } from '../domain/verdict.js';
import { verdictTotals } from './verdictTotals.js';

/** The JSON document of `recrown audit` (docs/formats.md): rounds in ascending order, then totals. */
export function auditDocument(replay: {
  readonly results: readonly RoundResult[];
  readonly path: string;
  readonly digest: string;
  readonly family: { readonly alpha: number; readonly m: number };
}): object {
  return {
    schema: 1,
    rounds: replay.results,
    summary: {
      ...verdictTotals(replay.results),
      family: replay.family,
      replay: { path: replay.path, digest: replay.digest },
    },
  };
}
