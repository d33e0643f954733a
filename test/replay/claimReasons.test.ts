import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CrownDecision } from '../../src/decide/crownInput.js';
import type { ClaimedCrown } from '../../src/diff/claimedCrown.js';
import type { PublishedRound, PublishedRow } from '../../src/domain/published.js';
import type { Contender } from '../../src/domain/round.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';
import type { RoundInputs } from '../../src/replay/assembleInputs.js';
import { unproven, unseated } from '../../src/replay/claimReasons.js';
import { CHALLENGER, KING, publishedRound, publishedRow, specOf } from '../diff/breachCases.js';
import { ACTIVATION, NEXT_ACTIVATION, paying, round, stateAt } from '../diff/chainCases.js';

/** The chain keeps the king; the rule gives the crown to challenger 20. */
const claim: ClaimedCrown = {
  uid: KING,
  hotkey: 'hotkey-10',
  decidedAt: ACTIVATION,
  stakeShare: 1,
  permittedShare: 1,
  supportShare: 1,
  standing: false,
  rows: 1,
  rowsFor: 1,
  publishedUid: KING,
  reasons: [],
};
const decision = (more: Partial<CrownDecision> = {}, gate: string | null = null): CrownDecision => ({
  setting: 'default',
  winnerUid: CHALLENGER,
  reason: '',
  expected: [],
  kind: 'duel',
  challengers: [
    {
      uid: CHALLENGER,
      gates: gate === null ? [] : [{ name: gate, measured: 5, comparator: '<=', threshold: 4, ok: false }],
      passes: gate === null,
      duel: null,
      meanKl: 1,
      quality: 0.5,
      qualityAxes: 14,
      disqualified: null,
    },
  ],
  kingMeanKl: 1,
  kingQuality: 0.5,
  kingDisqualified: null,
  tieCluster: [],
  noWinner: null,
  tiesUnknown: false,
  openUids: [],
  ...more,
});
const inputsOf = (published: Partial<PublishedRound> = {}, window: RoundInputs['window'] = []): RoundInputs =>
  ({
    spec: specOf(),
    published: publishedRound({ kingUid: KING, kingChanged: false, newKingUid: null, ...published }),
    window,
    views: [],
    rules: legalRules({ era: P11, others: [] }),
    seed: stateAt(round.seedBlock, { validators: {} }),
  }) as unknown as RoundInputs;
/** Without views nothing is known of declared axes: that is another test's. */
const whys = (inputs: RoundInputs, said = claim, own = decision()) =>
  unproven(said, inputs, own, [own])
    .map((one) => one.why)
    .filter((why) => !why.includes('declared axes'));
const rows = (more: Partial<PublishedRow>) => ({
  rows: [publishedRow(KING), publishedRow(CHALLENGER, more)],
});

test('a winner that the row disqualifies for what is not measured again is no wrong crown', () => {
  assert.deepEqual(whys(inputsOf()), []);
  for (const dqReason of ['quality: KL=inf', 'copy: identical weights as UID 5', null])
    assert.match(whys(inputsOf(rows({ disqualified: true, dqReason, kl: null }))).join(), /lists UID 20/);
  // A KL that is a number is measured again and not believed.
  assert.deepEqual(
    whys(inputsOf(rows({ disqualified: true, dqReason: 'quality: KL=4.2 > 4.0', kl: 4.2 }))),
    [],
  );
  // Who cannot win is of no account.
  const loser = decision({ winnerUid: 30 }, 'paired_lcb');
  assert.deepEqual(
    whys(inputsOf(rows({ disqualified: true, dqReason: 'quality: KL=inf', kl: null })), claim, loser),
    [],
  );
});

test('a crown that goes by a last king which is not captured is neither right nor wrong', () => {
  const open = decision({ openUids: [CHALLENGER, null] });
  for (const said of [claim, { ...claim, uid: CHALLENGER }])
    assert.match(
      whys(inputsOf(), said, open).join(),
      /king of the validator's own record, which is not captured/,
    );
});

test('a crown that rests on a disqualification that only the validator lists is not agreed with', () => {
  const { hotkey, committedAt } = specOf().challengers[0] as Contender;
  const king = specOf().king as Contender;
  const listing = (one: Contender, reason: string) =>
    inputsOf({ disqualified: { [`${one.hotkey}:${one.committedAt}`]: reason } });
  const copy = 'copy: identical weights as UID 5';
  const held = (gate: string) => decision({ winnerUid: KING, kind: 'held' }, gate);
  const challenger = { hotkey, committedAt } as Contender;
  // The rule gives the crown that the rows give, because nothing but the list keeps somebody else out.
  assert.match(whys(listing(challenger, copy), claim, held('not_disqualified')).join(), /lists UID 20/);
  assert.match(whys(listing(king, copy), { ...claim, uid: CHALLENGER }).join(), /lists UID 10/);
  const chosen = decision({ kind: 'no-duel' }, 'paired_lcb');
  assert.match(whys(listing(challenger, copy), { ...claim, uid: CHALLENGER }, chosen).join(), /lists UID 20/);
  // Who fails a duel gate too is out without the list; a list about the KL is measured again.
  assert.deepEqual(whys(listing(challenger, copy), claim, held('paired_lcb')), []);
  assert.deepEqual(whys(listing(challenger, 'quality: KL=4.2 > 4.0'), claim, held('not_disqualified')), []);
});

test('a winner that the validator did not score is no wrong crown', () => {
  assert.match(whys(inputsOf(rows({ kl: null }))).join(), /published no score of UID 20/);
});

test('an old row of the validator that published another crown does not speak for the crown of the others', () => {
  const published = { kingUid: CHALLENGER, prevKingUid: KING, newKingUid: CHALLENGER, kingChanged: true };
  const said = { ...claim, publishedUid: CHALLENGER };
  const at = (block: number, lastUpdate: number, pending: number[]) =>
    stateAt(block, { validators: { 1: { lastUpdate, row: paying(KING), pending } } });
  // Its decision of this round is committed and hidden; the row before still pays the king.
  const hidden = [
    at(ACTIVATION, round.seedBlock, []),
    at(NEXT_ACTIVATION, ACTIVATION + 700, [ACTIVATION + 700]),
  ];
  assert.match(whys(inputsOf(published, hidden), said).join(), /Nothing shows that validator 1/);
});

test('a round with another seated king than the one that is replayed is not judged', () => {
  const view = { rows: [publishedRow(KING, { isKing: false }), publishedRow(30, { isKing: true })] };
  assert.deepEqual(unseated(inputsOf()), []);
  assert.match(unseated(inputsOf(view))[0]?.why ?? '', /UID 30 as the seated king/);
});
