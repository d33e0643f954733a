import type { Verdict } from '../domain/verdict.js';

/** Mark and word of each verdict: meaning is never carried by colour alone. */
export const VERDICT_MARKS: Readonly<Record<Verdict, { unicode: string; ascii: string; word: string }>> = {
  confirmed: { unicode: '✓', ascii: '=', word: 'confirmed' },
  consistent: { unicode: '○', ascii: 'o', word: 'consistent' },
  'wrong-crown': { unicode: '✗', ascii: 'X', word: 'wrong crown' },
  'policy-split': { unicode: '◇', ascii: 'p', word: 'policy split' },
  inconclusive: { unicode: '≈', ascii: '~', word: 'inconclusive' },
  unverifiable: { unicode: '!', ascii: '!', word: 'unverifiable' },
  'not-replayed': { unicode: '·', ascii: '.', word: 'not replayed' },
};

/** Order in which totals are listed: what a reader looks for first. */
export const VERDICT_ORDER: readonly Verdict[] = [
  'confirmed',
  'consistent',
  'wrong-crown',
  'policy-split',
  'inconclusive',
  'unverifiable',
  'not-replayed',
];
