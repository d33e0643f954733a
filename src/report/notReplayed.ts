import type { ReportRound } from './reportView.js';

/** A round that no replay finished. */
export const notReplayed = (roundId: number): ReportRound => ({
  roundId,
  verdict: 'not-replayed',
  conditional: false,
  result: null,
  replay: null,
  chains: [],
  axes: [],
  decisive: null,
  figures: [],
});
