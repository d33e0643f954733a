import type { Verdict } from '../domain/verdict.js';
import { VERDICTS } from './figures/marks.js';

export interface VerdictTotals {
  readonly rounds: number;
  /** Every verdict, also those of no round. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly conditional: number;
}

/** How many rounds have each verdict. */
export const verdictTotals = (
  rounds: readonly { readonly verdict: Verdict; readonly conditional: boolean }[],
): VerdictTotals => ({
  rounds: rounds.length,
  verdicts: Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, rounds.filter((round) => round.verdict === verdict).length]),
  ) as Record<Verdict, number>,
  conditional: rounds.filter((round) => round.conditional).length,
});
