import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followRows } from '../../src/diff/followRows.js';
import { validatorRows } from '../../src/diff/observeRows.js';
import type { ChainEvent, ChainState } from '../../src/domain/chainState.js';
import type { DroppedDecision } from '../../src/domain/weights.js';
import { epochIndexAt, firstBlockOfEpoch } from '../../src/eras/epochs.js';
import {
  ACTIVATION,
  commitHashOf,
  epochBlockAt,
  event,
  FALLBACK,
  hotkeyOf,
  NEXT_ACTIVATION,
  paying,
  round,
  stateAt,
} from './chainCases.js';

const SEED = round.seedBlock;
const V = 3;
/** Commits of the cases: A before B, in one epoch of the stateful runtime; they are revealed at E. */
const A = ACTIVATION + 65;
const B = ACTIVATION + 80;
const E = epochBlockAt(A) + 360;
/** The epoch after that one. */
const E2 = E + 360;

type At = Omit<Parameters<typeof stateAt>[1]['validators'][number], 'lastUpdate'> & { lastUpdate?: number };

/** A state in which validator 3 is as said; its last update is the newest block named so far. */
const at = (block: number, lastUpdate: number, one: At, more: Partial<ChainState> = {}, hotkey?: string) =>
  stateAt(block, {
    validators: { [V]: { lastUpdate, ...one } },
    more,
    ...(hotkey === undefined ? {} : { replaced: { [V]: { hotkey, registeredAt: 1 } } }),
  });
const start = at(SEED, SEED - 100, { row: paying(10) });
/** The state before it, in which its decision is still a commit: without one, whether it became the row is not known. */
const earlier = at(SEED - 99, SEED - 100, { row: paying(9), pending: [SEED - 100] });
const revealed = (hotkey = hotkeyOf(V)) => [
  event('weights-set', { uid: V }),
  event('weights-revealed', { hotkey }),
];
const swappedAway = (hotkey: string) => event('weights-revealed', { hotkey });
const events = (...list: readonly ChainEvent[]): Partial<ChainState> => ({ events: list });
/** Block of the last row that the validator shows, and what else is known of it. */
const follow = (states: readonly ChainState[]) => {
  const [one] = followRows(round, states[0] === start ? [earlier, ...states] : states);
  assert.ok(one !== undefined);
  const row = one.shown.at(-1);
  return {
    decidedAt: row?.decidedAt,
    repeated: row?.repeated,
    unchanged: row?.unchanged,
    hidden: one.hidden,
    dropped: one.dropped,
    rows: one.shown.map((shown) => [shown.decidedAt, shown.visibleAt]),
  };
};
const judge = (states: readonly ChainState[]) =>
  validatorRows({
    round,
    states,
    expected: paying(20),
    alternatives: [],
    fallbackUid: FALLBACK,
    winner: null,
  })[0];

interface Case {
  readonly name: string;
  readonly states: readonly ChainState[];
  readonly decidedAt: number | null;
  readonly hidden?: readonly number[];
  readonly dropped?: readonly DroppedDecision[];
}

const old = commitsOfRuntime(365);
const oldest = commitsOfRuntime(298);

/** Blocks of the arithmetic runtimes: a commit in the window, and the first block of the next two indexes. */
function commitsOfRuntime(specVersion: number) {
  const clock = { netuid: 24, tempo: 360 };
  const commit = ACTIVATION + 5;
  const index = epochIndexAt(commit, clock);
  const more = (block: number, parts: Partial<ChainState> = {}): Partial<ChainState> => ({
    specVersion,
    epochIndex: epochIndexAt(block, clock),
    lastEpochBlock: null,
    ...parts,
  });
  return {
    commit,
    index,
    more,
    next: firstBlockOfEpoch(index + 1, clock),
    last: firstBlockOfEpoch(index + 2, clock),
  };
}

const CASES: readonly Case[] = [
  {
    name: 'several commits of one epoch: the last one in stored order is applied last',
    states: [start, at(B, B, { row: paying(10), pending: [A, B] }), at(E, B, { row: paying(20) })],
    decidedAt: B,
  },
  {
    name: 'a late pulse: the older commit is revealed after the newer one and is what the row shows',
    states: [
      start,
      at(B, B, { row: paying(10), pending: [A, B] }),
      at(E, B, { row: paying(20), pending: [A] }),
      at(E + 9, B, { row: paying(30) }),
    ],
    decidedAt: A,
  },
  {
    name: 'a retry that goes on is hidden, and the newer commit is what the row shows',
    states: [
      start,
      at(B, B, { row: paying(10), pending: [A, B] }),
      at(E, B, { row: paying(20), pending: [A] }),
    ],
    decidedAt: B,
    hidden: [A],
  },
  {
    name: 'expired: still stored in the last block before the next epoch, and gone with it',
    states: [
      start,
      at(E, A, { row: paying(10), pending: [A] }),
      at(E2 - 1, A, { row: paying(10), pending: [A] }),
      at(E2, A, { row: paying(10) }),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'expired' }],
  },
  {
    name: 'expired: the next state lies later in the epoch after, and says when that began',
    states: [start, at(E2 - 1, A, { row: paying(10), pending: [A] }), at(E2 + 40, A, { row: paying(10) })],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'expired' }],
  },
  {
    name: 'the same step without its last block recorded: it may have been revealed late',
    states: [start, at(E, A, { row: paying(10), pending: [A] }), at(E2, A, { row: paying(10) })],
    decidedAt: A,
  },
  {
    name: 'failed: gone in the block of its reveal, whose events name nobody',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }),
      at(E, A, { row: paying(10) }, events(event('weights-revealed', { hotkey: hotkeyOf(9) }))),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'failed' }],
  },
  {
    name: 'no events: gone in the block of its reveal, the row counts as set again or failed',
    states: [start, at(A, A, { row: paying(10), pending: [A] }), at(E, A, { row: paying(10) })],
    decidedAt: A,
  },
  {
    name: 'one of two reveals in one block failed: which of them the row is cannot be told',
    states: [
      start,
      at(B, B, { row: paying(10), pending: [A, B] }),
      at(E, B, { row: paying(20) }, events(...revealed())),
    ],
    decidedAt: null,
  },
  {
    name: 'two reveals in one block, both seen',
    states: [
      start,
      at(B, B, { row: paying(10), pending: [A, B] }),
      at(E, B, { row: paying(20) }, events(...revealed(), ...revealed())),
    ],
    decidedAt: B,
  },
  {
    name: 'commit-reveal off: a direct set stands until an older commit is revealed over it',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }),
      at(B, B, { row: paying(20), pending: [A] }, { commitReveal: false }),
      at(E, B, { row: paying(30) }, { commitReveal: false }),
    ],
    decidedAt: A,
  },
  {
    name: 'commit-reveal off: a direct set after the reveal of an older commit stays, in one step',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }, { commitReveal: false }),
      at(E, A, { row: paying(10), pending: [] }, { commitReveal: false, ...events(...revealed()) }),
      at(E + 9, E + 5, { row: paying(30) }, { commitReveal: false }),
    ],
    decidedAt: E + 5,
  },
  {
    name: 'commit-reveal off: a direct set and a late reveal in one step cannot be put in order',
    states: [
      start,
      at(E, A, { row: paying(10), pending: [A] }, { commitReveal: false }),
      at(E + 20, E + 5, { row: paying(30) }, { commitReveal: false }),
    ],
    decidedAt: null,
  },
  {
    name: 'commit-reveal off: a direct set before the reveal of an older commit, in one step',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }, { commitReveal: false }),
      at(E + 20, B, { row: paying(30) }, { commitReveal: false }),
    ],
    decidedAt: A,
  },
  {
    name: 'hotkey swapped: the same validator goes on, and its timelocked commit ends with the old hotkey',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }),
      at(B, A, { row: paying(10), pending: [{ committedAt: A, hotkey: hotkeyOf(V) }] }, {}, 'swapped'),
      at(E, A, { row: paying(10) }, events(), 'swapped'),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'replaced' }],
  },
  ...[{}, events(swappedAway(hotkeyOf(V)))].flatMap((more) =>
    [10, 20].map(
      (paid): Case => ({
        name: `hotkey swapped, ${'events' in more ? 'its old one revealed elsewhere' : 'no events read'}, ${paid === 10 ? 'the same' : 'another'} row: nothing is claimed of the commit`,
        states: [
          start,
          at(A, A, { row: paying(10), pending: [A] }),
          at(B, A, { row: paying(10), pending: [{ committedAt: A, hotkey: hotkeyOf(V) }] }, {}, 'swapped'),
          at(E, A, { row: paying(paid) }, more, 'swapped'),
        ],
        decidedAt: paid === 10 ? SEED - 100 : null,
      }),
    ),
  ),
  {
    name: 'processed before the first state: the row may be an older one',
    states: [at(SEED, SEED - 100, { row: paying(10) }), at(E, SEED - 100, { row: paying(10) })],
    decidedAt: null,
  },
  {
    name: 'a direct set before the first state is what it shows',
    states: [at(SEED, SEED - 100, { row: paying(10) }, { commitReveal: false })],
    decidedAt: SEED - 100,
  },
  {
    name: 'the tempo grew and the index fell: what is not read any more is still stored',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [{ committedAt: A, epoch: old.index }] }, old.more(A)),
      at(
        A + 9,
        A,
        { row: paying(10) },
        old.more(A + 9, { tempo: 500, epochIndex: old.index - 1, ...events() }),
      ),
      at(
        A + 12,
        A,
        { row: paying(10) },
        old.more(A + 12, { tempo: 500, epochIndex: old.index - 1, ...events() }),
      ),
    ],
    decidedAt: SEED - 100,
    hidden: [A],
  },
  {
    name: 'the tempo changed and no block of its reveal is known: past its epoch it expired, and did not fail',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [{ committedAt: A, epoch: old.index }] }, old.more(A)),
      at(
        A + 1,
        A,
        { row: paying(10) },
        old.more(A + 1, { tempo: 100, epochIndex: old.index + 5, ...events() }),
      ),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'expired' }],
  },
  {
    name: 'hotkey swapped after the reveal: the row stays with its decision',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }),
      at(E, A, { row: paying(20) }),
      at(E + 5, A, { row: paying(20) }, {}, 'swapped'),
    ],
    decidedAt: A,
  },
  {
    name: 'a commit of a hotkey that was swapped away and registered elsewhere is not of this validator',
    states: [
      start,
      at(A, A, { row: paying(10) }, {}, 'swapped'),
      at(
        E + 5,
        A,
        { row: paying(10), pending: [{ committedAt: E + 1, hotkey: hotkeyOf(V) }] },
        {},
        'swapped',
      ),
    ],
    decidedAt: A,
  },
  {
    name: 'a UID replaced before the reveal: the commit ends with its validator',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }),
      stateAt(E, {
        validators: { [V]: { lastUpdate: B, row: [] } },
        replaced: { [V]: { hotkey: 'stranger', registeredAt: B } },
      }),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'replaced' }],
  },
  {
    name: 'a validator that lost its permit: its row is no longer read, the older one was seen last',
    states: [start, at(A, A, { row: paying(10), pending: [A] }), at(E, A, { row: null, permit: false })],
    decidedAt: SEED - 100,
  },
  {
    name: 'v2: the hash that the event names is the one that the row is, the older one was passed over',
    states: [
      start,
      at(B, B, {
        row: paying(10),
        pending: [
          { scheme: 'hash', committedAt: A },
          { scheme: 'hash', committedAt: B },
        ],
      }),
      at(
        E + 3,
        B,
        { row: paying(20) },
        events(
          event('weights-revealed', { phase: 'extrinsic', hotkey: hotkeyOf(V), commitHash: commitHashOf(B) }),
        ),
      ),
    ],
    decidedAt: B,
    dropped: [{ decidedAt: A, why: 'passed-over' }],
  },
  {
    name: 'v2: the older one was opened and the newer one is still stored',
    states: [
      start,
      at(B, B, {
        row: paying(10),
        pending: [
          { scheme: 'hash', committedAt: A },
          { scheme: 'hash', committedAt: B },
        ],
      }),
      at(E + 3, B, { row: paying(20), pending: [{ scheme: 'hash', committedAt: B }] }),
    ],
    decidedAt: A,
    hidden: [B],
  },
  {
    name: 'v2: stored although its epoch passed: expired, not hidden',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [{ scheme: 'hash', committedAt: A }] }),
      at(E2 + 5, A, { row: paying(10), pending: [{ scheme: 'hash', committedAt: A }] }),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'expired' }],
  },
  ...[[], paying(10)].map(
    (row): Case => ({
      name: `v2: ${row.length === 0 ? 'a first row' : 'another row'} in the step that took the commit, and no event of it: not known`,
      states: [
        at(SEED, SEED - 100, { row }),
        at(E + 2, A, { row, pending: [{ scheme: 'hash', committedAt: A }] }),
        at(E + 3, A, { row: paying(20) }, events()),
        at(E + 9, A, { row: paying(20) }),
      ],
      decidedAt: null,
    }),
  ),
  {
    name: 'a first row in the block of a reveal whose events show none is not that of the decision before',
    states: [
      at(SEED, SEED - 100, { row: [] }),
      at(A, A, { row: [], pending: [A] }),
      at(E, A, { row: paying(20) }, events()),
    ],
    decidedAt: null,
  },
  {
    name: 'zeros that the chain puts in a row in the block of a failed reveal are no other row',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }),
      at(E, A, { row: paying(10).map(([uid, weight]) => [uid, uid === 10 ? 0 : weight] as const) }, events()),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: A, why: 'failed' }],
  },
  {
    name: 'a row that changed while its validator had no permit: the commit that went meanwhile explains it',
    states: [
      start,
      at(A, A, { row: paying(10), pending: [A] }),
      at(E, A, { row: null, permit: false }),
      at(E + 9, A, { row: paying(20) }),
    ],
    decidedAt: A,
  },
  {
    name: 'runtimes 301 to 422: hidden in the epoch block, revealed one block later',
    states: [
      start,
      at(
        old.next - 1,
        old.commit,
        { row: paying(10), pending: [{ committedAt: old.commit, epoch: old.index }] },
        old.more(old.next - 1),
      ),
      at(old.next, old.commit, { row: paying(10) }, old.more(old.next, events())),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: old.commit, why: 'failed' }],
  },
  {
    name: 'runtimes 301 to 422: gone when the next index began, after the last block stored it: expired',
    states: [
      start,
      at(
        old.last - 1,
        old.commit,
        { row: paying(10), pending: [{ committedAt: old.commit, epoch: old.index }] },
        old.more(old.last - 1),
      ),
      at(old.last + 7, old.commit, { row: paying(10) }, old.more(old.last + 7)),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: old.commit, why: 'expired' }],
  },
  {
    name: 'up to runtime 298: gone in one block, whose events name nobody',
    states: [
      start,
      at(
        oldest.next - 2,
        oldest.commit,
        { row: paying(10), pending: [{ scheme: 'crv3', committedAt: null, epoch: oldest.index }] },
        oldest.more(oldest.next - 2),
      ),
      at(oldest.next - 1, oldest.commit, { row: paying(10) }, oldest.more(oldest.next - 1, events())),
      at(oldest.next + 50, oldest.commit, { row: paying(10) }, oldest.more(oldest.next + 50)),
    ],
    decidedAt: SEED - 100,
    dropped: [{ decidedAt: oldest.commit, why: 'failed' }],
  },
  {
    name: 'up to runtime 298: the block of the reveal is not settled, so that events of one block are not all',
    states: [
      start,
      at(
        oldest.commit,
        oldest.commit,
        { row: paying(10), pending: [{ scheme: 'crv3', committedAt: null, epoch: oldest.index }] },
        oldest.more(oldest.commit),
      ),
      at(oldest.next - 1, oldest.commit, { row: paying(10) }, oldest.more(oldest.next - 1, events())),
    ],
    decidedAt: oldest.commit,
  },
  {
    name: 'up to runtime 298: the row alone is an event, no reveal is named',
    states: [
      start,
      at(
        oldest.commit,
        oldest.commit,
        { row: paying(10), pending: [{ scheme: 'crv3', committedAt: null, epoch: oldest.index }] },
        oldest.more(oldest.commit),
      ),
      at(
        oldest.next - 1,
        oldest.commit,
        { row: paying(10) },
        oldest.more(oldest.next - 1, events(event('weights-set', { uid: V }))),
      ),
    ],
    decidedAt: oldest.commit,
  },
  {
    name: 'v3 without blocks: the newest stored commit has the block of the last update',
    states: [
      start,
      at(
        oldest.commit,
        oldest.commit,
        { row: paying(10), pending: [{ scheme: 'crv3', committedAt: null, epoch: oldest.index }] },
        oldest.more(oldest.commit),
      ),
      at(oldest.next + 50, oldest.commit, { row: paying(20) }, oldest.more(oldest.next + 50)),
    ],
    decidedAt: oldest.commit,
  },
  {
    name: 'last update of the registration block: nothing was set since, so the row is not its own',
    states: [SEED, E].map((block) =>
      stateAt(block, {
        validators: { [V]: { lastUpdate: SEED - 50, row: paying(10) } },
        replaced: { [V]: { hotkey: 'new', registeredAt: SEED - 50 } },
      }),
    ),
    decidedAt: null,
  },
  {
    name: 'a commit that came and went between two recorded blocks',
    states: [start, at(E + 20, A, { row: paying(20) })],
    decidedAt: A,
  },
];

for (const { name, states, decidedAt, hidden = [], dropped = [] } of CASES)
  test(`attribution: ${name}`, () => {
    const found = follow(states);
    assert.deepEqual(
      { decidedAt: found.decidedAt, hidden: found.hidden, dropped: found.dropped },
      { decidedAt, hidden, dropped },
    );
  });

test('a repeated row: events show that it was set again, storage alone does not', () => {
  const states = (more: Partial<ChainState>) => [
    at(SEED, SEED - 100, { row: paying(20) }),
    at(A, A, { row: paying(20), pending: [A] }),
    at(E, A, { row: paying(20) }, more),
    at(NEXT_ACTIVATION, A, { row: paying(20) }),
  ];
  const seen = follow(states(events(...revealed())));
  assert.deepEqual([seen.decidedAt, seen.repeated, seen.unchanged], [A, true, false]);
  const unsure = judge(states({}));
  assert.equal(unsure?.status, 'equal');
  assert.equal(
    unsure?.note,
    'It is the row shown before, and the one that the rule gives; nothing recorded shows that it was set again.',
  );
  const unseen = follow(states({}));
  assert.deepEqual([unseen.decidedAt, unseen.repeated, unseen.unchanged], [A, false, true]);
  const row = judge(states(events(...revealed())));
  assert.deepEqual([row?.status, row?.decidedAt], ['equal', A]);
  assert.match(row?.note ?? '', new RegExp(`set again, as block ${E} shows\\.$`));
  const direct = follow([
    at(SEED, SEED - 100, { row: paying(20) }, { commitReveal: false }),
    at(B, A, { row: paying(20) }, { commitReveal: false }),
  ]);
  assert.deepEqual([direct.decidedAt, direct.repeated], [A, true]);
});

test('the note of a row says what became of a decision that never showed', () => {
  const whys: [readonly ChainState[], string, RegExp][] = [
    [
      CASES.find((one) => one.name.startsWith('expired'))?.states ?? [],
      'stale',
      /expired before it was revealed\.$/,
    ],
    [CASES.find((one) => one.name.startsWith('failed'))?.states ?? [], 'stale', /without a row being set\.$/],
    [CASES.find((one) => one.name.startsWith('hotkey swapped:'))?.states ?? [], 'stale', /UID or hotkey/],
    [CASES.find((one) => one.name.startsWith('last update of'))?.states ?? [], 'stale', /former holder/],
    [
      CASES.find((one) => one.name.startsWith('a retry'))?.states ?? [],
      'equal',
      /the row that the rule gives\.$/,
    ],
  ];
  for (const [states, status, note] of whys) {
    const row = judge(states);
    assert.equal(row?.status, status, String(note));
    assert.match(row?.note ?? '', note);
    assert.equal((row?.note.match(/\./g) ?? []).length, 1, 'one sentence');
  }
  const [expired] = whys;
  assert.deepEqual(judge(expired?.[0] ?? [])?.dropped, [{ decidedAt: A, why: 'expired' }]);
  assert.equal('dropped' in (judge(whys[4]?.[0] ?? []) ?? {}), false);
});
