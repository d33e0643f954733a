import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Absent } from '../../src/domain/absent.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import type { PrecheckLine } from '../../src/eras/defineEra.js';
import { type Entrant, findDuplicates } from '../../src/reconstruct/prechecks/duplicates.js';
import {
  contentHash,
  nearCopy,
  type TensorContent,
  tensorContent,
} from '../../src/reconstruct/prechecks/tensorContent.js';
import { LARGEST_TENSOR, namesOf, TENSOR_NAMES } from '../../src/reconstruct/prechecks/tensorNames.js';

const LINES: readonly PrecheckLine[] = ['P2', 'P5', 'MID', 'LATEST'];
const NOT_HELD: Absent = { absent: 'missing', why: 'The weights are not held.' };

/** Tensors of a line by the text that each one holds; a name that is left out is not there. */
function tensors(
  line: PrecheckLine,
  texts: (name: string, at: number) => string | null,
): TensorContent | null {
  const names = namesOf(TENSOR_NAMES[line]).filter((name, at) => texts(name, at) !== null);
  const all = namesOf(TENSOR_NAMES[line]);
  return tensorContent(
    {
      sizes: new Map(names.map((name) => [name, 10])),
      digest: (name) => sha256Hex(texts(name, all.indexOf(name)) ?? ''),
    },
    line,
  );
}

const entrant = (uid: number, block: number, more: Partial<Entrant> = {}): Entrant => ({
  contender: {
    uid,
    hotkey: `hk${uid}`,
    repo: `o${uid}/m`,
    revision: 'a'.repeat(40) as never,
    committedAt: block,
  },
  reaches: true,
  stays: true,
  copyRoot: null,
  hash: `hash-${uid}`,
  tensors: () => NOT_HELD,
  ...more,
});

const finding = (entrants: readonly Entrant[], line: PrecheckLine, uid: number, rule: number) =>
  findDuplicates(entrants, line)
    .get(uid)
    ?.find((one) => one.rule === rule);

test('rule 20: the later commitment loses, equal blocks by UID, on every line', () => {
  for (const line of LINES) {
    const all = [entrant(1, 50, { hash: 'x' }), entrant(9, 10, { hash: 'x' }), entrant(3, 50, { hash: 'x' })];
    assert.equal(finding(all, line, 9, 20)?.status, 'pass', line);
    for (const uid of [1, 3]) {
      assert.equal(finding(all, line, uid, 20)?.category, 'COPY', `${line} ${uid}`);
    }
    const equal = [entrant(4, 10, { hash: 'x' }), entrant(2, 10, { hash: 'x' })];
    assert.equal(finding(equal, line, 2, 20)?.status, 'pass', line);
    assert.equal(finding(equal, line, 4, 20)?.category, 'COPY', line);
    assert.equal(finding([entrant(1, 1), entrant(2, 2)], line, 2, 20)?.status, 'pass', line);
  }
});

test('line P2 looks at the first match alone, also when that one failed', () => {
  const all = [entrant(1, 30, { hash: 'x' }), entrant(2, 20, { hash: 'x' }), entrant(3, 25, { hash: 'x' })];
  // 2 is earlier than 1, which fails after it passed; 3 is compared with 1 alone and is earlier than it.
  assert.deepEqual(
    [1, 2, 3].map((uid) => finding(all, 'P2', uid, 20)?.status),
    ['fail', 'pass', 'pass'],
  );
  assert.deepEqual(
    [1, 2, 3].map((uid) => finding(all, 'P5', uid, 20)?.status),
    ['fail', 'pass', 'fail'],
  );
});

test('one that fails anchors nothing; the root of a published copy does', () => {
  const removed = entrant(1, 10, { hash: 'x', stays: false });
  assert.equal(finding([removed, entrant(2, 20, { hash: 'x' })], 'MID', 2, 20)?.status, 'pass');
  const refused = entrant(1, 10, { hash: 'x', reaches: false });
  assert.equal(finding([refused, entrant(2, 20, { hash: 'x' })], 'MID', 2, 20)?.status, 'pass');
  const root = entrant(7, 5, { hash: 'gone', reaches: false });
  const copy = entrant(1, 10, { hash: 'x', reaches: false, copyRoot: 7 });
  const found = finding([root, copy, entrant(2, 20, { hash: 'x' })], 'MID', 2, 20);
  assert.equal(found?.category, 'COPY');
  assert.match(found?.reason ?? '', /UID 7/);
  const unknownRoot = entrant(1, 10, { hash: 'x', reaches: false, copyRoot: 200 });
  assert.equal(finding([unknownRoot, entrant(2, 20, { hash: 'x' })], 'MID', 2, 20)?.status, 'pass');
});

test('no safetensors defers; an earlier one that is not recorded leaves the rule open', () => {
  for (const line of LINES) {
    assert.equal(finding([entrant(1, 1, { hash: null })], line, 1, 20)?.category, 'EVAL_ERROR');
    const open = [entrant(1, 1, { hash: NOT_HELD }), entrant(2, 2)];
    assert.equal(finding(open, line, 2, 20)?.status, 'not checked', line);
    assert.equal(finding(open, line, 1, 20), undefined);
  }
  const after = [entrant(1, 1), entrant(2, 2, { hash: NOT_HELD })];
  assert.equal(finding(after, 'MID', 1, 20)?.status, 'pass');
});

test('rule 21: same tensors under other file names are a copy on every line', () => {
  for (const line of LINES) {
    const same = tensors(line, (name) => name);
    const other = tensors(line, (name, at) => (at % 2 === 0 ? name : `${name}!`));
    const all = [
      entrant(1, 10, { tensors: () => same }),
      entrant(2, 20, { tensors: () => same }),
      entrant(3, 30, { tensors: () => other }),
    ];
    assert.equal(finding(all, line, 2, 21)?.category, 'COPY', line);
    assert.match(finding(all, line, 2, 21)?.reason ?? '', /UID 1/);
    const open = line === 'LATEST' ? 'not checked' : 'pass';
    assert.equal(finding(all, line, 1, 21)?.status, open, line);
    assert.equal(finding(all, line, 3, 21)?.status, open, line);
    assert.equal(finding([entrant(1, 1)], line, 1, 21)?.status, 'not checked', line);
    const missing = [entrant(1, 1), entrant(2, 2, { tensors: () => same })];
    assert.equal(finding(missing, line, 2, 21)?.status, 'not checked', line);
    const none = [entrant(1, 1, { tensors: () => null })];
    assert.equal(finding(none, line, 1, 21)?.category, 'EVAL_ERROR', line);
  }
});

test('rule 21 of line LATEST says that the salt is private', () => {
  const same = tensors('LATEST', (name) => name);
  assert.match(
    finding([entrant(1, 1, { tensors: () => same })], 'LATEST', 1, 21)?.reason ?? '',
    /salt.*private/,
  );
});

test('near copies: 15 of 16 train tensors on line LATEST and nowhere else', () => {
  const { train } = TENSOR_NAMES.LATEST;
  assert.equal(train.length, 16);
  const differing = (line: PrecheckLine, count: number) =>
    tensors(line, (name) => (train.indexOf(name) >= 0 && train.indexOf(name) < count ? `${name}!` : name));
  const pair = (line: PrecheckLine, count: number) => [
    entrant(1, 1, { tensors: () => differing(line, 0) }),
    entrant(2, 2, { tensors: () => differing(line, count) }),
  ];
  assert.equal(finding(pair('LATEST', 1), 'LATEST', 2, 21)?.category, 'COPY');
  assert.equal(finding(pair('LATEST', 2), 'LATEST', 2, 21)?.status, 'not checked');
  assert.equal(finding(pair('MID', 1), 'MID', 2, 21)?.status, 'pass');
  const few = (count: number) =>
    tensors('LATEST', (name) => (train.includes(name) && train.indexOf(name) >= count ? null : name));
  const [twelve, eleven] = [few(12), few(11)];
  assert.ok(twelve && eleven);
  assert.deepEqual(nearCopy(twelve, twelve), { common: 12, identical: 12 });
  assert.equal(nearCopy(eleven, eleven), null);
});

test('which tensors count: too large ones do not, and lines MID and LATEST ask for four', () => {
  const held = (names: readonly string[], size = 10) => ({
    sizes: new Map(names.map((name) => [name, size])),
    digest: (name: string) => sha256Hex(name),
  });
  const { train, stable } = TENSOR_NAMES.MID;
  assert.equal(tensorContent(held(train.slice(0, 3)), 'MID'), null);
  assert.equal(tensorContent(held(stable), 'LATEST'), null);
  assert.equal(tensorContent(held(train.slice(0, 4)), 'MID')?.names.length, 4);
  assert.equal(tensorContent(held(train, LARGEST_TENSOR + 1), 'MID'), null);
  assert.equal(tensorContent(held(train, LARGEST_TENSOR), 'MID')?.names.length, 16);
  assert.equal(tensorContent(held(['model.norm.weight']), 'P5')?.names.length, 1);
  assert.equal(tensorContent(held(['other']), 'P5'), null);
});

test('the content hash is that of the sorted lines', () => {
  const content = tensors('P5', (name) => (name.endsWith('norm.weight') ? name : null));
  assert.ok(content);
  const lines = ['model.layers.0.input_layernorm.weight', 'model.norm.weight'].map(
    (name) => `${name}:${sha256Hex(name)}`,
  );
  assert.equal(contentHash(content), sha256Hex(lines.join('\n')));
});
