import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkVectors } from '../../src/replay/conformance/checkVectors.js';
import { decisionKinds } from '../../src/replay/conformance/decisionKinds.js';

const document = JSON.parse(
  readFileSync(join(process.env.RECROWN_ROOT ?? '.', 'test/vectors/decision-vectors.json'), 'utf8'),
);

test('all decision vectors pass and none is skipped', () => {
  const report = checkVectors(document, decisionKinds);
  assert.deepEqual(report.failures, []);
  assert.equal(report.skipped, 0);
  assert.equal(report.passed, document.count);
});

test('a changed expectation fails: the comparison can tell', () => {
  const changed = structuredClone(document);
  for (const vector of changed.vectors) vector.expected = { never: 'this' };
  const report = checkVectors(changed, decisionKinds);
  assert.equal(report.failed, document.count);
});
