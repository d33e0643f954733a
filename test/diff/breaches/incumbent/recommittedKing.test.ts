import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { recommittedKing } from '../../../../src/diff/breaches/incumbent/recommittedKing.js';
import type { PublishedRound } from '../../../../src/domain/published.js';
import { breachInput, CHALLENGER, contender, KING, publishedRound, specOf } from '../../breachCases.js';
import { round, stateAt } from '../../chainCases.js';
import { earlierRound } from './rowCases.js';

const WON = round.cutoffBlock - 2000;
const AGAIN = round.cutoffBlock - 10;
const before = contender(KING, { committedAt: WON });
const now = contender(KING, { committedAt: AGAIN, repo: 'owner10/second' });

/** King 10 won round -2 as a challenger of 20 and held round -1. */
const audited = [
  earlierRound(round.roundId - 2, KING, { king: contender(CHALLENGER), challengers: [before] }),
  earlierRound(round.roundId - 1, KING, { king: before }),
];
const find = (more: Partial<BreachInput>) =>
  recommittedKing.find(breachInput({ crowned: KING, spec: specOf({ king: now }), ...more }));

test('A2: a king that won in this audit holds the crown with a later commitment', () => {
  const [breach] = find({ earlier: audited });
  assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(
    evidence,
    new RegExp(`won the crown in round ${round.roundId - 2} with owner10/model .*${WON}`),
  );
  assert.match(evidence, new RegExp(`owner10/second at revision .*revealed at block ${AGAIN}`));
});

test('A2: a king that was seated when the audit began counts from there', () => {
  const [breach] = find({ earlier: audited.slice(1) });
  assert.match(breach?.evidence[0] ?? '', new RegExp(`held the crown in round ${round.roundId - 1}`));
});

const history = (block: number, newKingUid: number): NonNullable<PublishedRound['history']> => [
  { block: block + 720, kingUid: newKingUid, newKingUid: null, kingChanged: false, rows: [] },
  {
    block,
    kingUid: newKingUid,
    newKingUid,
    kingChanged: true,
    rows: [{ uid: KING, model: 'owner10/model', committedAt: WON, disqualified: false, hasTest: true }],
  },
];

test('A2: the crown before the audit is read from published history', () => {
  const block = round.seedBlock - 1440;
  const view = publishedRound({ localKingUid: KING, history: history(block, KING) });
  const [breach] = find({ views: [view] });
  assert.match(breach?.evidence[0] ?? '', new RegExp(`at block ${block}, won with owner10/model`));
  for (const other of [
    { ...view, history: history(block, CHALLENGER) },
    { ...view, localKingUid: CHALLENGER },
    { ...view, history: history(AGAIN + 5, KING) },
  ])
    assert.deepEqual(find({ views: [other] }), []);
  const between = earlierRound(round.roundId - 1, CHALLENGER);
  assert.deepEqual(find({ views: [view], earlier: [between] }), []);
});

test('no A2: the commitment is the one that won, or it won since', () => {
  assert.deepEqual(find({ earlier: audited, spec: specOf({ king: before }) }), []);
  const wonWithIt = earlierRound(round.roundId - 1, KING, {
    king: contender(CHALLENGER),
    challengers: [{ ...now, committedAt: round.cutoffBlock - 730 }],
  });
  const king = contender(KING, { committedAt: round.cutoffBlock - 730, repo: 'owner10/second' });
  assert.deepEqual(find({ earlier: [...audited.slice(0, 1), wonWithIt], spec: specOf({ king }) }), []);
});

test('no A2: another UID is crowned, a round is missing between, or nobody looked before', () => {
  assert.deepEqual(find({ earlier: audited, crowned: CHALLENGER }), []);
  assert.deepEqual(find({ earlier: audited, crowned: null }), []);
  assert.deepEqual(find({ earlier: audited.slice(0, 1) }), []);
  assert.deepEqual(find({}), []);
});

test('no A2: a registration brought another holder; a swap of the hotkey did not', () => {
  const held = (registeredAt: number) =>
    stateAt(round.seedBlock, {
      validators: {},
      replaced: { [KING]: { hotkey: 'hotkey-other', registeredAt } },
    });
  assert.deepEqual(find({ earlier: audited, seed: held(AGAIN - 5) }), []);
  assert.equal(find({ earlier: audited, seed: held(1) }).length, 1);
});

test('A2 at its edges: revealed at the cutoff of the crowning round, and registered at it', () => {
  const crowned = [earlierRound(round.roundId - 1, KING, { king: before })];
  const cutoff = round.cutoffBlock - 720;
  const at = (committedAt: number) => specOf({ king: contender(KING, { committedAt }) });
  assert.deepEqual(find({ earlier: crowned, spec: at(cutoff) }), []);
  assert.equal(find({ earlier: crowned, spec: at(cutoff + 1) }).length, 1);
  const seed = (registeredAt: number) =>
    stateAt(round.seedBlock, {
      validators: {},
      replaced: { [KING]: { hotkey: 'hotkey-other', registeredAt } },
    });
  assert.equal(find({ earlier: crowned, spec: at(cutoff + 1), seed: seed(cutoff) }).length, 1);
  assert.deepEqual(find({ earlier: crowned, spec: at(cutoff + 1), seed: seed(cutoff + 1) }), []);
});

test('A2 from history: a later round that crowned it, or whose crown is not known, is no contradiction', () => {
  const block = round.seedBlock - 1440;
  const view = publishedRound({ localKingUid: KING, history: history(block, KING) });
  for (const earlier of [
    [earlierRound(round.roundId - 1, null)],
    [earlierRound(round.roundId - 3, CHALLENGER)],
    [earlierRound(round.roundId - 2, CHALLENGER)],
  ])
    assert.equal(find({ views: [view], earlier }).length, 1);
  const thisRound = publishedRound({ localKingUid: KING, history: history(round.seedBlock, KING) });
  const king = contender(KING, { committedAt: round.seedBlock + 1 });
  assert.deepEqual(find({ views: [thisRound], spec: specOf({ king }) }), []);
});
