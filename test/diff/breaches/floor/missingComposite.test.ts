import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingComposite } from '../../../../src/diff/breaches/floor/missingComposite.js';
import type { PublishedRound, PublishedRow } from '../../../../src/domain/published.js';
import { breachInput, CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';

const gate = (reason: string) => ({
  challengerQuality: null,
  incumbentQuality: null,
  margin: 0.03,
  absoluteFloor: 0.06,
  threshold: null,
  reason,
});
const find = (rows: readonly PublishedRow[], view: Partial<PublishedRound> = {}) =>
  missingComposite.find(
    breachInput({
      views: [publishedRound({ kingUid: KING, newKingUid: null, kingChanged: false, rows, ...view })],
    }),
  );
const bare = publishedRow(CHALLENGER, { axes: {}, worst: null, weighted: null });

test('B7: the winner of the duel has no composite, the king has one', () => {
  const [breach] = find([publishedRow(KING), bare]);
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(
    breach?.evidence.join(' ') ?? '',
    /UID 20 won its duel: p 0, mean 0\.1, lower bound 0\.0804, over 300.*kept UID 10/,
  );
});

test('B7: nobody has one, and the gate says that the quality is missing', () => {
  const rows = [
    publishedRow(KING, { axes: {} }),
    { ...bare, selectionGate: gate('missing_challenger_quality') },
  ];
  assert.match(find(rows)[0]?.evidence.join(' ') ?? '', /missing_challenger_quality/);
});

test('no B7: the source leaves composites out, or the gate failed for another reason', () => {
  assert.deepEqual(find([publishedRow(KING, { axes: {} }), bare]), []);
  const rows = [publishedRow(KING), { ...bare, selectionGate: gate('quality_regression') }];
  assert.deepEqual(find(rows), []);
});

test('no B7: nobody won, one winner was measured, somebody was crowned, or nothing was published', () => {
  const king = publishedRow(KING);
  const lost = { p: 0.04, t: 1.75, n: 300, meanDelta: 0.1, se: 0.05714, lcb: -0.012 };
  assert.deepEqual(find([king, { ...bare, tTest: lost }]), []);
  assert.deepEqual(find([king, { ...bare, tTest: { ...lost, p: 0.001, n: 99, lcb: 0.01 } }]), []);
  assert.deepEqual(find([king, { ...bare, disqualified: true }]), []);
  assert.deepEqual(find([king, bare, publishedRow(30)]), []);
  assert.deepEqual(find([king, bare], { kingChanged: true, newKingUid: CHALLENGER }), []);
  assert.deepEqual(missingComposite.find(breachInput()), []);
});
