import type { RoundResult, Verdict } from '../domain/verdict.js';

/** Exit codes of `docs/exit-codes.md`. Findings are 10 to 12; 1 and 2 are never used. */
export const EXIT = {
  ok: 0,
  wrongCrown: 10,
  inconclusive: 11,
  unverifiable: 12,
  badBundle: 13,
  usage: 64,
  unavailable: 69,
  internal: 70,
  io: 74,
  retry: 75,
  config: 78,
  sigint: 130,
  sigterm: 143,
} as const;

/** The classes of verdict that `--fail-on` can name. */
export const FAIL_ON = ['wrong', 'inconclusive', 'unverifiable', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** What `compare --fail-on` can name. */
export const COMPARE_FAIL_ON = ['outcome-change', 'unverifiable', 'never'] as const;
export type CompareFailOn = (typeof COMPARE_FAIL_ON)[number];

const CLASS_OF: Record<Verdict, Exclude<FailOn, 'never'> | null> = {
  confirmed: null,
  'wrong-crown': 'wrong',
  inconclusive: 'inconclusive',
  'policy-split': 'inconclusive',
  unverifiable: 'unverifiable',
  consistent: 'unverifiable',
  'not-replayed': null,
};

/**
 * The exit code of a finished audit: the worst verdict among those that `failOn` names.
 * Precedence 10, 11, 12; 0 when nothing named was found.
 */
export function exitCodeOf(rounds: readonly RoundResult[], failOn: readonly FailOn[]): number {
  const found = new Set(rounds.map((round) => CLASS_OF[round.verdict]));
  const counts = (name: Exclude<FailOn, 'never'>): boolean => found.has(name) && failOn.includes(name);
  if (counts('wrong')) return EXIT.wrongCrown;
  if (counts('inconclusive')) return EXIT.inconclusive;
  if (counts('unverifiable')) return EXIT.unverifiable;
  return EXIT.ok;
}
