import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BREACH_CHECKS } from '../../../src/diff/breaches/breachChecks.js';
import { UNDECIDED } from '../../../src/diff/breaches/undecided.js';
import { renderBreachesDoc } from '../../../src/report/breachesDocument.js';

const PAGE = join(process.env.RECROWN_ROOT ?? '.', 'docs/breaches.md');

/** Codes of the list: letter, and how many stand under it. */
const CODES = Object.entries({ A: 9, B: 8, C: 14, D: 11, E: 8, F: 9, G: 6 }).flatMap(([letter, n]) =>
  Array.from({ length: n }, (_, i) => `${letter}${i + 1}`),
);

test('every code is either looked for or said not to be, once', () => {
  const codes = [...BREACH_CHECKS, ...UNDECIDED].map((one) => one.code);
  assert.deepEqual(codes.toSorted(), CODES.toSorted());
});

test('the checks stand in the order of the codes', () => {
  const at = BREACH_CHECKS.map((one) => CODES.indexOf(one.code));
  assert.deepEqual(
    at,
    at.toSorted((a, b) => a - b),
  );
});

test('docs/breaches.md is made from the checks', () => {
  const made = renderBreachesDoc(BREACH_CHECKS, UNDECIDED);
  if (process.env.RECROWN_WRITE_DOCS === '1') writeFileSync(PAGE, made);
  assert.equal(readFileSync(PAGE, 'utf8'), made);
});

test('the page names each code once, in its letter, by number', () => {
  const page = renderBreachesDoc(
    [
      { code: 'G10', title: 'ten', nature: 'defect', decidedFrom: 'a | b' },
      { code: 'G2', title: 'two', nature: 'breach', decidedFrom: 'rows' },
    ],
    [{ code: 'A1', title: 'one', needed: 'much' }],
  );
  assert.match(
    page,
    /## G: Weights\n\n.*\n.*\n\| G2 \| two \| breach \| rows \|\n\| G10 \| ten \| defect \| a \\\| b \|\n/,
  );
  assert.match(page, /\| A1 \| one \| much \|\n$/);
  assert.doesNotMatch(page, /## A:/);
  const full = renderBreachesDoc(BREACH_CHECKS, UNDECIDED);
  for (const { code } of [...BREACH_CHECKS, ...UNDECIDED])
    assert.equal(full.split(`\n| ${code} | `).length, 2, code);
});
