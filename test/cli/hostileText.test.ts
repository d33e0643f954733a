import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorText, internalErrorText } from '../../src/cli/errorText.js';
import { DamagedError } from '../../src/errors/artifact.js';
import { roundDetail } from '../../src/report/roundDetail.js';
import { challenger, HOSTILE, round } from '../tui/sample.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what may not be there
const CLEAN = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]*$/;

test('an error shows the text of a file without its control characters', () => {
  const parts = { what: `the file ${HOSTILE}`, why: HOSTILE, remedy: `Look at ${HOSTILE}` };
  assert.match(errorText(new DamagedError(parts)), CLEAN);
  assert.equal(errorText(new DamagedError(parts)).split('\n').length, 4);
  assert.match(internalErrorText(new Error(HOSTILE)), CLEAN);
});

test('the text of a published disqualification is shown cleaned, as every text of a round', () => {
  const gate = {
    name: 'not_disqualified',
    measured: HOSTILE,
    comparator: 'is',
    threshold: 'none',
    ok: false,
  } as const;
  const result = round(11645, 'wrong-crown', {
    summary: HOSTILE,
    challengers: [challenger(240, 0.1, { gates: [gate] })],
  });
  assert.match(roundDetail(result, false), CLEAN);
  assert.match(roundDetail(result, false), /FAIL {2}not_disqualified {2}evil\\x1b\[2J/);
});
