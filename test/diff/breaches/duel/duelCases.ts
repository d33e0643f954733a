import type { BreachCheck, BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { claimedCrown } from '../../../../src/diff/claimedCrown.js';
import { isAbsent } from '../../../../src/domain/absent.js';
import type { PublishedRow, PublishedTTest } from '../../../../src/domain/published.js';
import { breachInput, CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { ACTIVATION, FALLBACK, paying, round, stateAt } from '../../chainCases.js';

/** Rows that two validators set in the round: validator 1 publishes, with its share of all stake. */
export function paidRows(uid: number, stakes: readonly [number, number] = [900, 100]) {
  const stake = { 1: stakes[0], 2: stakes[1] };
  const states = [
    stateAt(round.seedBlock, {
      validators: { 1: { lastUpdate: 9, row: paying(KING) }, 2: { lastUpdate: 9, row: paying(KING) } },
      stake,
    }),
    stateAt(ACTIVATION + 100, {
      validators: {
        1: { lastUpdate: ACTIVATION + 5, row: paying(uid) },
        2: { lastUpdate: ACTIVATION + 6, row: paying(uid) },
      },
      stake,
      more: { commitReveal: false },
    }),
  ].map((state) => ({ ...state, commitReveal: false }));
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  if (isAbsent(claim)) throw new RangeError('the rows of the case make no claim');
  return { states, claim, crowned: claim.uid };
}

export const testOf = (more: Partial<PublishedTTest>): PublishedTTest => ({
  p: 0,
  t: 10,
  n: 300,
  meanDelta: 0.1,
  se: 0.01,
  lcb: 0.0804,
  ...more,
});

/** A view with one king and the crowned challenger as given. */
export const crowning = (challenger: Partial<PublishedRow>, king: Partial<PublishedRow> = {}) =>
  publishedRound({ rows: [publishedRow(KING, king), publishedRow(CHALLENGER, challenger)] });

export const found = (check: BreachCheck, more: Partial<BreachInput>) => check.find(breachInput(more));

/** Views that no honest writer writes: none of them may make a check throw. */
const HOSTILE = [
  publishedRound({ rows: [] }),
  publishedRound({ kingUid: null, prevKingUid: null, newKingUid: null, nPrompts: null }),
  publishedRound({
    rows: [publishedRow(KING), publishedRow(KING), publishedRow(CHALLENGER, { isKing: true })],
  }),
  publishedRound({
    rows: [
      publishedRow(CHALLENGER),
      publishedRow(CHALLENGER),
      publishedRow(CHALLENGER, { isReference: true }),
    ],
  }),
  crowning(
    {
      kl: null,
      tTest: { p: null, t: null, n: Number.MAX_SAFE_INTEGER, meanDelta: null, se: null, lcb: null },
      promptsScored: Number.MAX_SAFE_INTEGER,
      axes: { kl: Number.MAX_VALUE, __proto__: 1 } as Record<string, number>,
      klPerPrompt: [null, 1e308, -1e308],
      raw: { status: ['partial'], kl_global_avg: {}, early_stop_reason: 7 },
      earlyStopped: false,
    },
    { kl: Number.POSITIVE_INFINITY, klPerPrompt: [1e308, 1e308, 1e308], promptsScored: null, axes: {} },
  ),
  crowning(
    { klPerPrompt: [1e308, -1e308, 1e308], tTest: testOf({ lcb: 0, n: 3, t: 1e308, p: -1e308 }) },
    { klPerPrompt: [-1e308, 1e308, 1e308] },
  ),
  publishedRound({
    disqualified: {
      '': '',
      '99999999999999999999': 'x',
      'a:b:c': 'copy: ',
      constructor: 'x',
      'hotkey-20': 'x',
    },
    kingPromptsCompleted: Number.MAX_SAFE_INTEGER,
    blockHash: '\u0000\u202e',
    shardIdx: Number.MAX_SAFE_INTEGER,
    firstCrown: true,
  }),
];

/** Every hostile view alone and all together. */
export function neverThrows(check: BreachCheck, more: Partial<BreachInput> = {}): void {
  for (const views of [[], ...HOSTILE.map((view) => [view]), HOSTILE]) found(check, { ...more, views });
}
