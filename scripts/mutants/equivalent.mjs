const EQUAL = 'of two equal numbers either is the same result, and the sign of a zero is read nowhere';
const MATRIX = 'what lies past the end of the matrix is no number, and changes no bound';

/**
 * Mutants that no input parts from the program: by file and text of the comparator; (a) its negation, (b) its
 * boundary twin. Each with the reason.
 */
export const EQUIVALENT = [
  { path: 'axes.ts', expression: 'b < a', kinds: 'b', why: EQUAL },
  { path: 'axes.ts', expression: 'b > a', kinds: 'b', why: EQUAL },
  { path: 'composite.ts', expression: 'one < best', kinds: 'b', why: EQUAL },
  { path: 'dethroneMargin.ts', expression: 'asked > floor', kinds: 'b', why: EQUAL },
  { path: 'qualityGate.ts', expression: 'kept > floor', kinds: 'b', why: EQUAL },
  { path: 'pairedStats.ts', expression: 'x < 1', kinds: 'b', why: EQUAL },
  { path: 'pairedStats.ts', expression: 'upper > 0', kinds: 'b', why: EQUAL },
  { path: 'pairedStats.ts', expression: '1 - below < below', kinds: 'b', why: EQUAL },
  { path: 'decideBand.ts', expression: 'halfWidthNats > 0', kinds: 'b', why: EQUAL },
  {
    path: 'dethroneMargin.ts',
    expression: 'theirs <= 0',
    kinds: 'b',
    why: 'a weighted mean of 0 times one and a margin is 0 too: both sides ask for more than 0',
  },
  {
    path: 'decideBand.ts',
    expression: 'found.length > 1',
    kinds: 'b',
    why: 'where the band holds one crown it is the undisturbed one: put first and told once it is the same list',
  },
  {
    path: 'bandWalk.ts',
    expression: 'walk.looked === ASK_AFTER',
    kinds: 'a',
    why: 'says when it is asked who can win at all; nobody else is ever found, so that a search ends with the same crowns',
  },
  {
    path: 'bandWalk.ts',
    expression: 'walk.found.size >= walk.everybody.size',
    kinds: 'b',
    why: 'ends a search in which everybody is found who can win at all; going on finds the same crowns',
  },
  {
    path: 'differences.ts',
    expression: 'a < size',
    kinds: 'b',
    why: 'the one place past the last row that lies in the matrix is the bound of the first number, set to the same again',
  },
  { path: 'differences.ts', expression: 'i < size', kinds: 'b', why: MATRIX },
  {
    path: 'differences.ts',
    expression: 'through < (next[i * size + j] as number)',
    kinds: 'b',
    why: 'an equal bound in the place of an equal bound',
  },
  {
    path: 'duel.ts',
    expression: 'known.size >= MOST_KEPT',
    kinds: 'ab',
    why: 'says how many answers are remembered; one that is forgotten is worked out again',
  },
  {
    path: 'normalQuantile.ts',
    expression: 'p <= 0',
    kinds: 'b',
    why: 'of 0 the start of the search lies at infinity, where it stays',
  },
  {
    path: 'normalQuantile.ts',
    expression: 'p >= 1',
    kinds: 'b',
    why: 'of 1 the other tail is 0, whose quantile is the same infinity',
  },
  {
    path: 'normalQuantile.ts',
    expression: 'term > 1e-18',
    kinds: 'b',
    why: 'one more term is less than 1e-18 of the sum, which a double does not hold',
  },
  {
    path: 'promptsNeeded.ts',
    expression: 'line.mean > 0',
    kinds: 'b',
    why: 'a mean of 0 lies in every band and has been answered before',
  },
  {
    path: 'promptsNeeded.ts',
    expression: 'shrinking > own',
    kinds: 'b',
    why: 'a positive number over 0 is the same infinity',
  },
  {
    path: 'weightsU16.ts',
    expression: 'largest > 0',
    kinds: 'b',
    why: 'shares of a largest weight of 0 are no numbers or below 0, and are dropped like all that is not above 0',
  },
];
