// A recorded world in small: four rounds with invented numbers that agree with each other. Nothing of it is copied.
import type { JournalRecord, PlanRecord, ScoresRecord, StartRecord } from '../../src/domain/journal.js';
import type { Revision } from '../../src/domain/revision.js';
import type { ChallengerResult, RoundContender, RoundResult, Verdict } from '../../src/domain/verdict.js';
import type { RowStatus, ValidatorRow, WeightEntry } from '../../src/domain/weights.js';

export const HOSTILE = 'evil\u001b[2J\u001b]52;c;aGk=\u0007\u202e\u200b\r\n\u009b31mname';
export const FULL_HOTKEY = '5CXRaaaaBBBBccccDDDDeeeeFFFFggggHHHHiiiiJJJJk1Wd';
const CAPTURE = 'c'.repeat(64);

export const start = (over: Partial<StartRecord> = {}): StartRecord => ({
  type: 'start',
  schema: 1,
  id: '7c1f09',
  spec: {
    recrown: { version: '0.1.0', source: '0'.repeat(64) },
    snapshot: { name: 'demo', digest: 'd'.repeat(64), agreed: false },
    netuid: 24,
    rounds: [9001, 9002, 9003, 9004],
    engine: 'e'.repeat(64),
  },
  synthetic: true,
  profile: {
    name: 'small-quasar',
    eraId: 'P11',
    architecture: {},
    vocabSize: 512,
    minWeightBytes: 1,
    maxWeightBytes: 2,
  },
  fingerprint: {
    engine: 'recrown-graph',
    onnxruntime: '1.30.0',
    nativeSha256: 'a'.repeat(64),
    provider: 'cpu',
    cpu: 'Some CPU @ 2 GHz',
    cpuFlags: 'avx2',
    arch: 'x64',
    sessionOptions: {},
    environment: {},
    selfTest: {
      tf32: false,
      repeats: true,
      threadsAgree: true,
      rowsFrom: { whole: 1, mapped: 2 },
      largestError: 1e-7,
      answerSha256: { whole: 'b'.repeat(64), mapped: 'c'.repeat(64) },
    },
    threads: 2,
    digest: 'f1e2'.repeat(16),
  },
  ...over,
});

export const contender = (uid: number, over: Partial<RoundContender> = {}): RoundContender => ({
  uid,
  hotkey: `5H${String(uid).padStart(3, '0')}${'x'.repeat(39)}Zq${uid % 10}w`,
  repo: `lab${uid}/quasar-v${uid % 7}`,
  revision: `${uid}`.padStart(4, '0').repeat(10),
  committedAt: 6_480_000 + uid,
  ...over,
});

export const challenger = (
  uid: number,
  lcb: number,
  over: Partial<ChallengerResult> = {},
): ChallengerResult => ({
  ...contender(uid),
  gates: [
    { name: 'paired_prompts', measured: 160, comparator: '>=', threshold: 100, ok: true },
    { name: 'p_value', measured: 0.0957, comparator: '<', threshold: 0.03, ok: lcb > 0 },
    { name: 'lower_bound', measured: lcb, comparator: '>', threshold: 0, ok: lcb > 0 },
    { name: 'quality_floor', measured: 0.371, comparator: '>=', threshold: 0.06, ok: true },
  ],
  replayed: { challengerUid: uid, n: 160, meanDelta: lcb + 0.012, se: 0.0061, t: 1.31, p: 0.0957, lcb },
  claimed: { challengerUid: uid, n: 160, meanDelta: 0.02409, se: 0.0066, t: 3.64, p: 0.0001, lcb: 0.01112 },
  meanKl: 2.5567,
  claimedMeanKl: 2.54,
  quality: 0.371,
  kingQuality: 0.3633,
  ...over,
});

const u16 = (...entries: [number, number][]): WeightEntry[] => entries;

export const validator = (uid: number, stakeWeight: number, status: RowStatus): ValidatorRow => {
  const expected = u16([155, 7282], [181, 65535]);
  const sets: Partial<Record<RowStatus, WeightEntry[]>> = {
    equal: expected,
    differs: u16([155, 7282], [240, 65535]),
    fallback: u16([155, 65535]),
    policy: u16([181, 65535]),
    stale: u16([155, 7282], [167, 65535]),
  };
  return {
    uid,
    hotkey: uid === 0 ? FULL_HOTKEY : contender(uid).hotkey,
    stakeWeight,
    decidedAt: status === 'unset' ? null : 6_481_930 + uid,
    visibleAt: status === 'unset' || status === 'hidden' ? null : 6_482_200,
    set: sets[status] ?? [],
    expected,
    status,
    note: `this row is ${status} for a reason of its own`,
  };
};

const VALIDATORS: readonly ValidatorRow[] = (
  ['differs', 'equal', 'policy', 'stale', 'fallback', 'unset', 'hidden', 'zeroed'] as const
).map((status, index) => validator(index, 12_100 - index * 1000, status));

export const round = (roundId: number, verdict: Verdict, over: Partial<RoundResult> = {}): RoundResult => {
  const king = contender(181);
  const challengers = [
    challenger(9, -0.012),
    challenger(240, verdict === 'wrong-crown' ? -0.00405 : 0.0071),
    challenger(131, -0.2),
  ];
  return {
    roundId,
    seedBlock: roundId * 720,
    seedHash: `0x${'4b'.repeat(32)}`,
    cutoffBlock: roundId * 720 - 20,
    activationBlock: roundId * 720 + 600,
    eraId: 'P11',
    otherEras: [],
    trust: 'T0',
    verdict,
    cause: verdict === 'wrong-crown' ? 'inputs' : null,
    conditional: false,
    coverage: 0.94,
    tokenMode: 'pinned',
    summary: `round ${roundId} in one sentence`,
    causeNote: verdict === 'wrong-crown' ? `cause of round ${roundId}` : null,
    reasons: [
      `first reason of round ${roundId}`,
      'second reason, which is longer and says how firm all of this is',
    ],
    king,
    challengers,
    contenders: [
      {
        uid: 181,
        hotkey: king.hotkey,
        in: true,
        role: 'king',
        reason: 'holds the crown',
        plans: 'all',
        prechecks: [],
        contender: { ...king, revision: king.revision as Revision },
      },
      ...challengers.map((one) => ({
        uid: one.uid,
        hotkey: one.hotkey,
        in: true,
        role: 'challenger' as const,
        reason: 'valid commitment',
        plans: 'all' as const,
        prechecks: [],
        contender: {
          uid: one.uid,
          hotkey: one.hotkey,
          repo: one.repo,
          revision: one.revision as Revision,
          committedAt: one.committedAt,
        },
      })),
      {
        uid: 77,
        hotkey: contender(77).hotkey,
        in: false,
        role: null,
        reason: 'the revision is a branch',
        plans: 'none',
        prechecks: [],
        contender: null,
      },
    ],
    plans: [],
    claimedUid: 240,
    claimedHotkeys: [],
    decisions: [
      {
        setting: 'default',
        winnerUid: verdict === 'wrong-crown' ? 181 : 240,
        reason: 'best lower bound',
        expected: u16([155, 7282], [181, 65535]),
      },
    ],
    noise: { noiseNats: 0.00021, meanNats: 0.00004, n: 160, forms: ['contrib', 'plain'] },
    band: null,
    agreement: null,
    unsettled: null,
    prompts: { drawn: 300, scored: 160, shard: 3121 },
    validators: VALIDATORS,
    breaches: [],
    ...over,
  };
};

export const plan = (roundId: number, prompts = 160): PlanRecord => ({
  type: 'plan',
  roundId,
  prompts,
  passes: [
    { uid: null, role: 'teacher', capture: CAPTURE, form: 'contrib', prompts },
    { uid: 181, role: 'king', capture: CAPTURE, form: 'contrib', prompts },
    { uid: 181, role: 'control', capture: CAPTURE, form: 'plain', prompts },
    { uid: 240, role: 'challenger', capture: CAPTURE, form: 'contrib', prompts },
    { uid: 9, role: 'challenger', capture: CAPTURE, form: 'contrib', prompts },
  ],
});

/** KL values without chance: a fixed wave. */
export const scores = (
  roundId: number,
  uid: number,
  count: number,
  from = 0,
  form: ScoresRecord['form'] = 'contrib',
): ScoresRecord => ({
  type: 'scores',
  roundId,
  uid,
  capture: CAPTURE,
  form,
  mode: 'tail_bucket',
  from,
  kl: Array.from(
    { length: count },
    (_, i) => 2.5 + 0.2 * Math.sin((from + i + 1) * (uid === 181 ? 0.7 : 1.3)) - (uid === 240 ? 0.02 : 0),
  ),
});

export const FINISHED: readonly JournalRecord[] = [
  start(),
  ...[9001, 9002, 9003, 9004].flatMap((roundId) => [
    plan(roundId),
    ...[181, 240, 9, 131].map((uid) => scores(roundId, uid, 160)),
    scores(roundId, 181, 160, 0, 'plain'),
  ]),
  { type: 'round', result: round(9001, 'confirmed') },
  { type: 'round', result: round(9002, 'wrong-crown') },
  {
    type: 'round',
    result: round(9003, 'inconclusive', { conditional: true, king: contender(240), claimedUid: 240 }),
  },
  {
    type: 'round',
    result: round(9004, 'unverifiable', {
      conditional: true,
      tokenMode: null,
      coverage: 0,
      noise: null,
      challengers: [challenger(9, -1, { replayed: null, repo: HOSTILE })],
      cause: null,
      summary: HOSTILE,
    }),
  },
  { type: 'seal', digest: '0'.repeat(64), verdicts: {} },
];

/** What the rule was given in two rounds: a contender with axes, one with hostile ones. */
export const INPUTS: readonly JournalRecord[] = [9002, 9003].map((roundId) => ({
  type: 'inputs',
  roundId,
  basis: 'replayed',
  capture: CAPTURE,
  mode: 'tail_bucket',
  input: {
    king: { uid: 181, composite: { axes: { capability: 0.3611, length: 0.96, aime_bench: 0.125, kl: 1 } } },
    challengers: [
      { uid: 240, composite: { axes: { capability: 0.3666, length: 0.97, aime_bench: 0, arc_bench: null } } },
      { uid: 9, composite: { axes: { capability: '1e999', [HOSTILE]: 0.5, __proto__: 3 } } },
    ],
  },
}));

/** A replay that stopped in the middle of its second round. */
export const UNFINISHED: readonly JournalRecord[] = [
  start({ id: 'ab12cd', spec: { ...start().spec, rounds: [9005, 9006] } }),
  ...(['chain', 'reconstruct', 'models'] as const).flatMap((stage) =>
    [9005, 9006].map((roundId): JournalRecord => ({ type: 'stage', roundId, stage })),
  ),
  plan(9005),
  { type: 'teacher', roundId: 9005, capture: CAPTURE, from: 0, count: 160, sha256: '1'.repeat(64) },
  ...[181, 240, 9].map((uid) => scores(9005, uid, 160)),
  scores(9005, 181, 160, 0, 'plain'),
  ...(['teacher', 'evaluate', 'decide', 'diff'] as const).map(
    (stage): JournalRecord => ({ type: 'stage', roundId: 9005, stage }),
  ),
  { type: 'round', result: round(9005, 'consistent') },
  plan(9006),
  { type: 'teacher', roundId: 9006, capture: CAPTURE, from: 0, count: 160, sha256: '1'.repeat(64) },
  scores(9006, 181, 160),
  scores(9006, 240, 61),
];

export const journalText = (records: readonly JournalRecord[]): string =>
  records.map((record, n) => `${JSON.stringify({ n, prev: '0'.repeat(64), record })}\n`).join('');
