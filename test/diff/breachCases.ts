import type { BreachInput } from '../../src/diff/breaches/breachInput.js';
import type { PublishedRound, PublishedRow } from '../../src/domain/published.js';
import type { Contender, RoundSpec } from '../../src/domain/round.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';
import { FALLBACK, hotkeyOf, round, stateAt } from './chainCases.js';

export const KING = 10;
export const CHALLENGER = 20;

export const contender = (uid: number, more: Partial<Contender> = {}): Contender => ({
  uid,
  hotkey: hotkeyOf(uid),
  repo: `owner${uid}/model`,
  revision: String(uid % 10).repeat(40) as Contender['revision'],
  committedAt: round.cutoffBlock - 1000 + uid,
  ...more,
});

/** A round with king 10 and challenger 20, seated by consensus. */
export const specOf = (more: Partial<RoundSpec> = {}): RoundSpec => ({
  ...round,
  eraId: 'P11',
  seedHash: `0x${'1'.repeat(64)}`,
  king: contender(KING),
  challengers: [contender(CHALLENGER)],
  contenders: [],
  incumbentSource: 'chain_consensus',
  consensus: { asRule: KING, byTrueStake: KING },
  plans: [],
  ...more,
});

/** Axes with one value each: crown quality is that value. */
export const axesOf = (value: number): Record<string, number> =>
  Object.fromEntries(Object.keys(P11.policy.axisWeights).map((axis) => [axis, value]));

/** A published row; of a challenger that won its duel unless told otherwise. */
export const publishedRow = (uid: number, more: Partial<PublishedRow> = {}): PublishedRow => ({
  uid,
  model: `owner${uid}/model`,
  kl: uid === KING ? 1 : 0.9,
  committedAt: round.cutoffBlock - 1000 + uid,
  isKing: uid === KING,
  isReference: false,
  disqualified: false,
  dqReason: null,
  promptsScored: 300,
  promptsTotal: 300,
  tTest: uid === KING ? null : { p: 0, t: 10, n: 300, meanDelta: 0.1, se: 0.01, lcb: 0.0804 },
  axes: axesOf(0.5),
  brokenAxes: [],
  worst: 0.5,
  weighted: 0.5,
  presentCount: 17,
  compositeVersion: 29,
  klPerPrompt: null,
  ...more,
});

/** What validator 1 published: challenger 20 dethroned king 10. */
export const publishedRound = (more: Partial<PublishedRound> = {}): PublishedRound => ({
  roundId: round.roundId,
  seedBlock: round.seedBlock,
  validatorUid: 1,
  validatorHotkey: hotkeyOf(1),
  kingUid: CHALLENGER,
  prevKingUid: KING,
  newKingUid: CHALLENGER,
  kingChanged: true,
  nPrompts: 300,
  rows: [publishedRow(KING), publishedRow(CHALLENGER)],
  captures: [],
  composites: [],
  disqualified: {},
  evaluatedUids: null,
  localKingUid: KING,
  sources: ['h2h_latest.json'],
  ...more,
});

/** An input in which nothing is wrong and, without `states` and `views`, nothing can be seen. */
export function breachInput(more: Partial<BreachInput> = {}): BreachInput {
  const seed = stateAt(round.seedBlock, { validators: {} });
  return {
    round,
    states: [],
    cutoff: stateAt(round.cutoffBlock, { validators: {} }),
    seed,
    policy: P11.policy,
    rules: legalRules({ era: P11, others: [] }),
    spec: specOf(),
    claim: null,
    crowned: null,
    winner: null,
    decisions: [],
    fallbackUid: FALLBACK,
    views: [],
    follows: () => null,
    earlier: [],
    disqualifiedBefore: [],
    findRepository: (repo) => ({ absent: 'missing', why: `The snapshot does not hold ${repo}.` }),
    ...more,
  };
}
