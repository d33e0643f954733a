import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearedByNumbers } from '../../../../src/diff/breaches/prechecks/clearedByNumbers.js';
import { breachInput, CHALLENGER, contender, publishedRound, specOf } from '../../breachCases.js';
import { round } from '../../chainCases.js';

const one = contender(CHALLENGER);
const KEY = `${one.hotkey}:${one.committedAt}`;
const PROBE = 'anti-finetune: grad_explode:lm_head>500';
const input = (reason: string, key = KEY, challengers = [one]) =>
  breachInput({
    spec: specOf({
      challengers,
      contenders: [
        { ...one, in: true, role: 'challenger', reason: '', contender: one, plans: 'all', prechecks: [] },
      ],
    }),
    views: [publishedRound({ rows: [], disqualified: { [key]: reason } })],
  });
const find = (...of: Parameters<typeof input>) => clearedByNumbers.find(input(...of));

test('E7: a number in the text of a disqualification is read as a code of the network', () => {
  const [found, ...more] = find(PROBE);
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /"500".*takes part in this round\./);
  assert.equal(find('quality: KL=4.150021 > 4.0').length, 1);
  assert.equal(find('copy: activation-space duplicate of UID 3 (a/step502)').length, 1);
  const [again] = clearedByNumbers.find({ ...input(PROBE), disqualifiedBefore: [KEY] });
  assert.match(again?.evidence.at(-1) ?? '', new RegExp(`in round ${round.roundId - 1} already`));
});

test('no E7: no number, a hard word, a reason that comes back at once, another commitment, an older version', () => {
  assert.deepEqual(find('anti-finetune: grad_explode:lm_head>900'), []);
  assert.deepEqual(find(`${PROBE} 404`), []);
  assert.deepEqual(find('arch: FRAUD: Tiny safetensors (min 500,000,000 B)'), []);
  assert.deepEqual(find('copy: identical weights as UID 3 (a/step500), committed later at block 5 vs 4'), []);
  assert.deepEqual(find('integrity: Cannot verify model accessibility: timeout'), []);
  assert.deepEqual(find(PROBE, `${one.hotkey}:${one.committedAt - 1}`), []);
  assert.deepEqual(find(PROBE, KEY, []), [], 'it takes no part in the round');
  const { policy } = breachInput();
  assert.deepEqual(clearedByNumbers.find({ ...input(PROBE), policy: { ...policy, precheckLine: 'P5' } }), []);
});
