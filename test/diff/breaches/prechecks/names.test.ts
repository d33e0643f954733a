import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonReadByWords } from '../../../../src/diff/breaches/prechecks/reasonReadByWords.js';
import type { Contender, ContenderDecision } from '../../../../src/domain/round.js';
import type { RepositoryManifest } from '../../../../src/domain/snapshot.js';
import { CLEARING_WORDS, HARD_WORDS, wordsIn } from '../../../../src/eras/errorWords.js';
import {
  breachInput,
  CHALLENGER,
  contender,
  publishedRound,
  publishedRow,
  specOf,
} from '../../breachCases.js';

const decision = (one: Contender, more: Partial<ContenderDecision> = {}): ContenderDecision => ({
  uid: one.uid,
  hotkey: one.hotkey,
  in: true,
  role: 'challenger',
  reason: '',
  contender: one,
  plans: 'all',
  prechecks: [],
  ...more,
});
const manifest = (one: Contender, more: Partial<RepositoryManifest> = {}): RepositoryManifest => ({
  repo: one.repo,
  revision: one.revision,
  private: false,
  disabled: false,
  gated: false,
  safetensorsTotal: null,
  files: [{ path: 'config.json', size: 1, sha256: '0', held: false }],
  ...more,
});
const keyOf = (one: Contender): string => `${one.hotkey}:${one.committedAt}`;

/** A contender that validator 1 published as disqualified for this reason. */
const refused = (one: Contender, reason: string, more: Partial<RepositoryManifest> = {}) =>
  breachInput({
    spec: specOf({ contenders: [decision(one)] }),
    views: [publishedRound({ disqualified: { [keyOf(one)]: reason } })],
    findRepository: () => manifest(one, more),
  });
const gated = contender(CHALLENGER, { repo: 'owner20/quasar-gated-delta' });
const NOT_ACCESSIBLE = (repo: string) =>
  `arch: Model ${repo} is not publicly accessible on HuggingFace (missing, private, or unauthorized)`;

test('E1: a public repository was refused, and its own name holds the word', () => {
  const [found, ...more] = reasonReadByWords.find(refused(gated, NOT_ACCESSIBLE(gated.repo)));
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /"gated": any error text/);
  const sha = contender(CHALLENGER, { revision: `403${'a'.repeat(37)}` as Contender['revision'] });
  const [restricted] = reasonReadByWords.find(
    refused(sha, `integrity: Model ${sha.repo} is restricted/gated`),
  );
  assert.match(restricted?.evidence.join(' ') ?? '', /"403"/);
  const inRow = breachInput({
    spec: specOf({ contenders: [decision(gated)] }),
    views: [
      publishedRound({
        rows: [publishedRow(CHALLENGER, { disqualified: true, dqReason: NOT_ACCESSIBLE(gated.repo) })],
      }),
    ],
    findRepository: () => manifest(gated),
  });
  assert.equal(reasonReadByWords.find(inRow).length, 1);
});

test('no E1: a clean name, another reason, a repository that is not public or not recorded', () => {
  const clean = contender(CHALLENGER);
  assert.deepEqual(reasonReadByWords.find(refused(clean, NOT_ACCESSIBLE(clean.repo))), []);
  assert.deepEqual(reasonReadByWords.find(refused(gated, 'arch: Model too large: 4.0B')), []);
  for (const more of [{ private: true }, { gated: true }, { disabled: true }])
    assert.deepEqual(reasonReadByWords.find(refused(gated, NOT_ACCESSIBLE(gated.repo), more)), []);
  const { findRepository: _, ...unrecorded } = refused(gated, NOT_ACCESSIBLE(gated.repo));
  assert.deepEqual(reasonReadByWords.find(breachInput(unrecorded)), []);
  // 401 is no word of the integrity check.
  const sha = contender(CHALLENGER, { revision: `401${'a'.repeat(37)}` as Contender['revision'] });
  assert.deepEqual(
    reasonReadByWords.find(refused(sha, `integrity: Model ${sha.repo} is restricted/gated`)),
    [],
  );
});

/** A contender without config.json that nobody published anything about. */
const putOff = (one: Contender, more: Partial<ContenderDecision> = {}, view = {}) =>
  breachInput({
    spec: specOf({ challengers: [], contenders: [decision(one, more)] }),
    views: [publishedRound({ rows: [], ...view })],
    findRepository: () => manifest(one, { files: [] }),
  });
const step = contender(CHALLENGER, { repo: 'owner20/step500' });

test('E1: without config.json, a number in the name puts the refusal off for ever', () => {
  const [found] = reasonReadByWords.find(putOff(step));
  assert.match(found?.evidence.join(' ') ?? '', /"500".*tries again/);
});

test('no E1: it was decided after all, refused by an earlier rule, or the name holds no such word', () => {
  assert.deepEqual(reasonReadByWords.find(putOff(contender(CHALLENGER, { repo: 'owner20/step900' }))), []);
  const decided = { disqualified: { [keyOf(step)]: 'arch: check_failed: x' } };
  assert.deepEqual(reasonReadByWords.find(putOff(step, {}, decided)), []);
  const fail = { rule: 9, status: 'fail', category: 'FRAUD', reason: '' } as const;
  assert.deepEqual(reasonReadByWords.find(putOff(step, { prechecks: [fail] })), []);
  const { policy } = breachInput();
  assert.deepEqual(
    reasonReadByWords.find({ ...putOff(step), policy: { ...policy, precheckLine: 'P2' } }),
    [],
  );
  assert.deepEqual(reasonReadByWords.find({ ...putOff(step), views: [] }), []);
});

test('words are looked for anywhere in a text, whatever their case', () => {
  assert.deepEqual(wordsIn('... KL=4.150021 > 4', CLEARING_WORDS), ['500']);
  assert.deepEqual(wordsIn('It No Longer Exists', HARD_WORDS), ['no longer exists']);
  assert.deepEqual(wordsIn('50 0', CLEARING_WORDS), []);
});
