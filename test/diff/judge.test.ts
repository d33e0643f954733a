import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClaimedCrown } from '../../src/diff/claimedCrown.js';
import { coverageOf } from '../../src/diff/coverage.js';
import { type JudgeInput, judge, type SettingOutcome, type TextOutcome } from '../../src/diff/judge.js';
import type { Breach } from '../../src/domain/verdict.js';

const claim: ClaimedCrown = {
  uid: 9,
  hotkey: 'hotkey-9',
  decidedAt: 100,
  stakeShare: 1,
  permittedShare: 1,
  supportShare: 1,
  standing: false,
  rows: 3,
  rowsFor: 3,
  publishedUid: null,
  reasons: [],
};
const outcome = (setting: string, paidUid: number, band: number[] = [paidUid]): SettingOutcome => ({
  setting,
  eraId: 'P11',
  paidUid,
  reason: `reason ${setting}`,
  band,
  touched: band.length > 1 ? ['9 paired_lcb'] : [],
});
const text = (capture: string, ...outcomes: SettingOutcome[]): TextOutcome => ({ capture, outcomes });

const base: JudgeInput = {
  claim,
  texts: [text('a', outcome('default', 9), outcome('floor-0.20', 9))],
  tokenMode: 'pinned',
  noise: { noiseNats: 1e-6, meanNats: 0, n: 200, forms: ['contrib', 'plain'] },
  band: { alpha: 0.001, m: 10, z: 3.719, formula: 'h', halfWidthNats: 1e-6 },
  breaches: [],
  missing: [],
  otherTexts: () => null,
  coverage: 1,
  conditional: false,
  cause: () => null,
};
const verdict = (more: Partial<JudgeInput>) => judge({ ...base, ...more }).verdict;

test('confirmed and consistent', () => {
  assert.equal(verdict({}), 'confirmed');
  assert.equal(verdict({ coverage: 0.8 }), 'confirmed');
  assert.equal(verdict({ coverage: coverageOf(true, 0) }), 'consistent');
  assert.equal(verdict({ tokenMode: 'fresh' }), 'consistent');
  assert.equal(verdict({ tokenMode: 'recompute', noise: null }), 'consistent');
});

test('policy split: another legal setting explains the claim', () => {
  const split = judge({ ...base, texts: [text('a', outcome('default', 1), outcome('floor-0.20', 9))] });
  assert.equal(split.verdict, 'policy-split');
  assert.match(split.reasons.join(' '), /floor-0.20/);
});

const wrongTexts = [
  text('a', outcome('default', 1), outcome('floor-0.20', 1)),
  text('b', outcome('default', 1), outcome('floor-0.20', 2)),
];

test('wrong crown: every setting, every text, the whole band', () => {
  const cause = { cause: 'inputs' as const, reasons: ['why'] };
  const wrong = judge({ ...base, texts: wrongTexts, cause: () => cause, coverage: 0.5 });
  assert.equal(wrong.verdict, 'wrong-crown');
  assert.equal(wrong.cause, 'inputs');
  assert.equal(wrong.causeNote, 'why');
  assert.ok(wrong.reasons.includes('why'));
  assert.match(wrong.summary, /UID 9.*UID 1/);
});

test('a new sample of the text never calls a crown wrong, and confirms none', () => {
  const open = judge({ ...base, texts: wrongTexts, tokenMode: 'fresh', coverage: 0.5 });
  assert.equal(open.verdict, 'inconclusive');
  assert.match(open.reasons.join(' '), /drawn anew the rule gives/);
  assert.equal(verdict({ tokenMode: 'fresh', coverage: 1 }), 'consistent');
});

test('texts of other validators that may give the crown stop a wrong crown', () => {
  const open = judge({ ...base, texts: wrongTexts, otherTexts: () => 'others may have measured' });
  assert.equal(open.verdict, 'inconclusive');
  assert.ok(open.reasons.includes('others may have measured'));
  assert.equal(verdict({ otherTexts: () => 'others may have measured' }), 'confirmed');
});

test('a policy split of another era names the era', () => {
  const other = { ...outcome('P10:default', 9), eraId: 'P10' };
  const split = judge({ ...base, texts: [text('a', outcome('default', 1), other)] });
  assert.equal(split.verdict, 'policy-split');
  assert.match(split.summary, /another era that may have been in force \(P10\)/);
});

test('one captured text that agrees is enough to stop a wrong crown', () => {
  assert.equal(
    verdict({ texts: [wrongTexts[0] as TextOutcome, text('b', outcome('default', 9))] }),
    'inconclusive',
  );
  const other = text('b', outcome('default', 1), outcome('floor-0.20', 9));
  assert.equal(verdict({ texts: [wrongTexts[0] as TextOutcome, other] }), 'policy-split');
});

test('inconclusive: the noise band touches a line that decides', () => {
  assert.equal(verdict({ texts: [text('a', outcome('default', 9, [9, 1]))] }), 'inconclusive');
  const near = judge({
    ...base,
    texts: [text('a', outcome('default', 1), outcome('floor-0.20', 1, [1, 9]))],
  });
  assert.equal(near.verdict, 'inconclusive');
  assert.match(near.reasons.join(' '), /9 paired_lcb/);
  assert.equal(
    verdict({ texts: [text('a', outcome('default', 1, [1, 9]))], tokenMode: 'fresh' }),
    'inconclusive',
  );
});

test('unverifiable: whatever is missing is named, and never a wrong crown', () => {
  const missing = [{ absent: 'missing' as const, why: 'The model files of UID 9 are gone.' }];
  const lacking = judge({ ...base, texts: wrongTexts, missing });
  assert.equal(lacking.verdict, 'unverifiable');
  assert.ok(lacking.reasons.includes('The model files of UID 9 are gone.'));
  assert.equal(verdict({ texts: [] }), 'unverifiable');
  assert.equal(verdict({ texts: wrongTexts, noise: null }), 'unverifiable');
  const noClaim = judge({
    ...base,
    claim: { absent: 'missing', why: 'No row is visible.' },
    texts: wrongTexts,
  });
  assert.equal(noClaim.verdict, 'unverifiable');
  assert.ok(noClaim.reasons.includes('No row is visible.'));
});

test('a breach that needs no model is a wrong crown at any coverage', () => {
  const breach: Breach = {
    code: 'A1',
    title: 'The UID was recycled',
    nature: 'defect',
    uid: 9,
    decisive: true,
    evidence: ['block 5'],
  };
  const found = judge({ ...base, texts: [], tokenMode: null, noise: null, coverage: 0, breaches: [breach] });
  assert.deepEqual([found.verdict, found.cause], ['wrong-crown', 'rules']);
  assert.ok(found.reasons.includes('block 5'));
});

test('conditional is said as a reason', () => {
  assert.match(judge({ ...base, conditional: true }).reasons.join(' '), /conditional/);
  assert.doesNotMatch(judge(base).reasons.join(' '), /conditional/);
});

test('more noise never turns another verdict into a wrong crown', () => {
  const uid = fc.integer({ min: 0, max: 3 });
  const shape = fc.array(fc.array(fc.tuple(uid, fc.array(uid)), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(shape, fc.array(uid), (texts, extra) => {
      const build = (more: number[]) =>
        texts.map((outcomes, t) =>
          text(
            String(t),
            ...outcomes.map(([paid, band], s) =>
              outcome(`s${s}`, paid, [...new Set([paid, ...band, ...more])]),
            ),
          ),
        );
      const at = (more: number[]) => verdict({ claim: { ...claim, uid: 0 }, texts: build(more) });
      if (at([]) !== 'wrong-crown') assert.notEqual(at(extra), 'wrong-crown');
    }),
  );
});

test('a breach that only a minority shows is listed, and does not make the crown wrong', () => {
  const breach: Breach = {
    code: 'A1',
    title: 'Recycled',
    nature: 'defect',
    uid: 9,
    decisive: false,
    evidence: ['e'],
  };
  assert.equal(verdict({ breaches: [breach] }), 'confirmed');
  assert.equal(verdict({ breaches: [{ ...breach, decisive: true }] }), 'wrong-crown');
});

test('a claim that most stake does not support is no crown, whatever the rule gives', () => {
  assert.equal(verdict({ claim: { ...claim, supportShare: 0.5 } }), 'unverifiable');
});

test('rows of a minority, or rows that only stand, never make a wrong crown', () => {
  assert.equal(verdict({ texts: wrongTexts, claim: { ...claim, permittedShare: 0.5 } }), 'unverifiable');
  assert.equal(verdict({ texts: wrongTexts, claim: { ...claim, permittedShare: 0.51 } }), 'wrong-crown');
  assert.equal(verdict({ texts: wrongTexts, claim: { ...claim, standing: true } }), 'unverifiable');
  assert.equal(verdict({ claim: { ...claim, standing: true } }), 'confirmed');
});

test('the sentence of a decisive breach says what it rests on', () => {
  const said = (code: string) =>
    judge({
      ...base,
      breaches: [{ code, nature: 'defect', title: 'T', uid: 9, decisive: true, evidence: [] }],
    }).reasons.join(' ');
  assert.match(said('A1'), /rests on chain state alone/);
  assert.match(said('C1'), /what the validators that set the rows published/);
  assert.doesNotMatch(said('C1'), /alone/);
});

const quality = { wording: 'own', share: 0.9, crowns: [9], why: 'Because.' } as const;

test('axes in our own words: a tick says so, and what speaks against a crown is no proof of a wrong one', () => {
  const confirmed = judge({ ...base, quality });
  assert.equal(confirmed.verdict, 'confirmed');
  assert.match(confirmed.summary, /asked in recrown's own words, not the evaluator's/);
  assert.match(confirmed.reasons.join(' '), /90 % of the quality weight .*own words.*Because\./);
  assert.equal(verdict({ quality: { ...quality, crowns: [9, 4] }, coverage: 0.5 }), 'consistent');
  const against = judge({ ...base, quality: { ...quality, crowns: [4] } });
  assert.equal(against.verdict, 'inconclusive');
  assert.match(
    against.reasons[0] ?? '',
    /the rule gives UID 4 over the whole band; .* proves no wrong crown/,
  );
});

test('axes in our own words never make or unmake a wrong crown', () => {
  for (const crowns of [[1], [9], [1, 9]]) {
    assert.equal(
      verdict({ quality: { ...quality, crowns }, texts: [text('a', outcome('default', 1))] }),
      'wrong-crown',
    );
    assert.notEqual(verdict({ quality: { ...quality, crowns } }), 'wrong-crown');
    assert.equal(
      verdict({ quality: { ...quality, crowns }, missing: [{ absent: 'missing', why: 'x' }] }),
      'unverifiable',
    );
  }
});
