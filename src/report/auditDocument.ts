import type { RoundResult, Verdict } from '../domain/verdict.js';
import { VERDICTS } from './figures/marks.js';

/** The JSON document of `recrown audit` (docs/formats.md): rounds in ascending order, then totals. */
export function auditDocument(replay: {
  readonly results: readonly RoundResult[];
  readonly path: string;
  readonly digest: string;
  readonly family: { readonly alpha: number; readonly m: number };
}): object {
  const verdicts = Object.fromEntries(
    VERDICTS.map((verdict): [Verdict, number] => [
      verdict,
      replay.results.filter((result) => result.verdict === verdict).length,
    ]),
  );
  const conditional = replay.results.filter((result) => result.conditional).length;
  return {
    schema: 1,
    rounds: replay.results,
    summary: {
      rounds: replay.results.length,
      verdicts,
      conditional,
      family: replay.family,
      replay: { path: replay.path, digest: replay.digest },
    },
  };
}
