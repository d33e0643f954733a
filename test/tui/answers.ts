// What the commands compare and doctor print, in small.
import type { CompareDocument, DoctorDocument } from '../../src/tui/data.js';

const side = (winnerUid: number | null) => ({
  winnerUid,
  paidUid: winnerUid,
  reason: 'best lower bound',
  verdict: null,
});
const quiet = { gate: null, intervals: [], agreement: null, basis: 'replayed', why: null };

export const COMPARED: CompareDocument = {
  a: 'P10',
  b: 'P11',
  changed: 1,
  rounds: [
    { ...quiet, roundId: 9001, a: side(240), b: side(240), changed: false },
    {
      ...quiet,
      roundId: 9002,
      a: side(240),
      b: side(181),
      changed: true,
      gate: 'quality_floor',
      intervals: [{ uid: 240, of: 'duel', n: 160, mean: 0.0081, low: -0.004, high: 0.0202 }],
    },
    { ...quiet, roundId: 9003, a: side(240), b: side(null), changed: false },
    {
      ...quiet,
      roundId: 9004,
      a: null,
      b: null,
      changed: null,
      basis: null,
      why: 'No sealed replay holds this round.',
    },
  ],
};

export const DOCTOR: DoctorDocument = {
  version: '0.1.0',
  checks: [
    { name: 'node', ok: true, detail: 'v20.20.2; 20.19 or newer is needed' },
    { name: 'snapshot snapshots/demo', ok: false, detail: 'damaged: a digest does not hold' },
  ],
  provider: 'cpu',
  providers: [
    { name: 'cpu', ok: true, why: null, remedy: null },
    {
      name: 'cuda',
      ok: false,
      why: 'the library is not here',
      remedy: 'install it, or choose another provider',
    },
  ],
};
