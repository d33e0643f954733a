import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kingZero } from '../../../../src/diff/breaches/incumbent/kingZero.js';
import { breachInput, contender, publishedRound, publishedRow, specOf } from '../../breachCases.js';

test('A9: UID 0 is king, crowned or published as king', () => {
  const [breach] = kingZero.find(
    breachInput({
      crowned: 0,
      spec: specOf({ king: contender(0) }),
      views: [publishedRound({ kingUid: 0, newKingUid: 0 })],
    }),
  );
  assert.deepEqual([breach?.uid, breach?.decisive, breach?.evidence.length], [0, false, 4]);
  assert.equal(kingZero.find(breachInput({ crowned: 0 })).length, 1);
});

test('no A9: UID 0 is a challenger that lost, or there is nobody', () => {
  const rows = [publishedRow(0), publishedRow(10)];
  const spec = specOf({ challengers: [contender(0)] });
  assert.deepEqual(kingZero.find(breachInput({ crowned: 20, spec, views: [publishedRound({ rows })] })), []);
  const nobody = publishedRound({ kingUid: null, newKingUid: null, prevKingUid: null });
  assert.deepEqual(
    kingZero.find(breachInput({ crowned: null, spec: specOf({ king: null }), views: [nobody] })),
    [],
  );
});
