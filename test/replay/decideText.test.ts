import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';
import { decideText } from '../../src/replay/decideText.js';
import { contender, crownInput } from '../decide/crownCases.js';

const KING = 10;
const WINNER = 20;
const [plain] = legalRules({ era: P11, others: [] });
const input = crownInput(contender(KING, 1, 0.4), [contender(WINNER, 0.9, 0.4)]);
const drawn = input.drawIndex.length;

test('the band of a run that was cut, or of a smaller draw, is that of the prompts that were scored', () => {
  const asked: number[] = [];
  const small = { ...plain, setting: 'small', policy: { ...plain.policy, prompts: 120 } };
  const { outcome } = decideText('c', () => input, [plain, small], {
    halfWidthNats: (prompts) => {
      asked.push(prompts);
      // The duel is 0.1 nats from its line: a wide band gives two crowns.
      return prompts < 110 ? 1 : 1e-6;
    },
    publishedPrompts: new Map([
      [KING, drawn],
      [WINNER, 104],
    ]),
  });
  assert.deepEqual(asked, [drawn, 120, 104, 104]);
  assert.deepEqual(
    outcome.outcomes.map((one) => [one.setting, one.band.length > 1]),
    [
      ['default', false],
      ['small', false],
      ['published-prompts', true],
      ['small+published-prompts', true],
    ],
  );
});
