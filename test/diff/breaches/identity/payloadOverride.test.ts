import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloadOverride as check } from '../../../../src/diff/breaches/identity/payloadOverride.js';
import { CHALLENGER } from '../../breachCases.js';
import { hotkeyOf, round, stateAt } from '../../chainCases.js';
import { found } from '../duel/duelCases.js';
import { commitment, cutoffWith, hostileCutoff, payloadOf } from './identityCases.js';

const AT = round.cutoffBlock - 100;
const cutoff = (more: object, uid = CHALLENGER) => cutoffWith(commitment(uid, [AT], payloadOf(uid, more)));

test('D3: a block before the reveal, or the hotkey of somebody else', () => {
  const [early] = found(check, { cutoff: cutoff({ block: AT - 500 }) });
  assert.deepEqual([early?.uid, early?.decisive], [CHALLENGER, false]);
  assert.match(early?.evidence.join(' ') ?? '', /500 blocks before the reveal/);
  const [other] = found(check, { cutoff: cutoff({ hotkey: hotkeyOf(30) }, 40) });
  assert.equal(other?.uid, 40);
  assert.match(other?.evidence.join(' ') ?? '', /hotkey-30 of UID 30/);
});

test('no D3: the payload names what the chain names', () => {
  for (const more of [{ block: AT, hotkey: hotkeyOf(CHALLENGER) }, { block: AT + 5 }, {}])
    assert.deepEqual(found(check, { cutoff: cutoff(more) }), []);
});

test('no D3: a hotkey that the UID showed before a swap', () => {
  const replaced = { [CHALLENGER]: { hotkey: 'hotkey-before', registeredAt: 1 } };
  const states = [stateAt(round.seedBlock - 720, { validators: {}, replaced })];
  const own = cutoff({ hotkey: 'hotkey-before' });
  assert.deepEqual(found(check, { cutoff: own, states }), []);
  assert.equal(found(check, { cutoff: own }).length, 1);
});

test('no D3: an early block of somebody who takes no part, an older payload, or what is no block', () => {
  assert.deepEqual(found(check, { cutoff: cutoff({ block: 5 }, 40) }), []);
  for (const block of ['5', -5, 1.5, null, 1e300])
    assert.deepEqual(found(check, { cutoff: cutoff({ block }) }), []);
  found(check, { cutoff: hostileCutoff });
});
