import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differentContenders } from '../../../../src/diff/breaches/scheduling/differentContenders.js';
import { breachInput, KING, publishedRound, publishedRow } from '../../breachCases.js';

const view = (validatorUid: number, uids: readonly number[], king = KING) =>
  publishedRound({
    validatorUid,
    rows: [publishedRow(king, { isKing: true }), ...uids.map((uid) => publishedRow(uid, { isKing: false }))],
  });
const find = (...views: readonly ReturnType<typeof view>[]) =>
  differentContenders.find(breachInput({ views }));

test('F3: two validators published different challengers', () => {
  const [found, ...more] = find(view(1, [20, 21]), view(2, [20, 22]));
  assert.deepEqual([found?.uid, found?.decisive, more], [21, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /Not evaluated by all of them: UID 21, 22\./);
});

test('no F3: the same challengers in another order, one view, no rows, or a king seated elsewhere', () => {
  assert.deepEqual(find(view(1, [20, 21]), view(2, [21, 20])), []);
  assert.deepEqual(find(view(1, [20])), []);
  assert.deepEqual(find(view(1, [20]), publishedRound({ validatorUid: 2, rows: [] })), []);
  assert.deepEqual(find(view(1, [20], 10), view(2, [20, 10], 11)), []);
  const reference = publishedRow(99, { isReference: true });
  const withReference = { ...view(2, [20]), rows: [...view(2, [20]).rows, reference] };
  assert.deepEqual(find(view(1, [20]), withReference), []);
});

test('F3: 20,000 rows in two views end in one short finding', () => {
  const all = Array.from({ length: 20_000 }, (_, i) => i + 100);
  const [found] = find(view(1, all), view(2, []));
  assert.ok((found?.evidence.join(' ').length ?? 0) < 2000);
  assert.match(found?.evidence.join(' ') ?? '', /and 19980 more/);
});
