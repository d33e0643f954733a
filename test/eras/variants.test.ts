import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axisValue } from '../../src/decide/axes.js';
import { expectedWeights } from '../../src/decide/expectedWeights.js';
import { noWinnerTarget } from '../../src/decide/noWinnerTarget.js';
import { qualityGate } from '../../src/decide/qualityGate.js';
import type { KlMode } from '../../src/domain/duel.js';
import type { Era } from '../../src/eras/defineEra.js';
import { eraById } from '../../src/eras/erasAt.js';
import {
  firstEligibleRound,
  PROTOCOL_1,
  PROTOCOL_2,
  roundBlocks,
  roundIdAt,
} from '../../src/eras/roundBlocks.js';
import { DEFAULT_KL, klPosition } from '../../src/evaluate/klPosition.js';

interface Variants {
  variants: Record<
    string,
    {
      klMode: KlMode;
      floor: number | null;
      axes: number;
      schema: number;
      reserve: number;
      noWinnerUid: number | null;
    }
  >;
  kl: { name: string; teacher: number[]; student: number[]; expected: Record<KlMode, number> }[];
  qualityGate: { era: string; challenger: number; incumbent: number; ok: boolean }[];
  silence: { axis: string; result: Record<string, unknown>; expected: Record<'28' | '29', number> }[];
  rows: { era: string; winner: number; uids: number; row: [number, number][] }[];
  noWinner: { era: string; incumbent: number | null; local: number | null; current: number; uid: number }[];
  blocks: Record<
    'protocol' | 'block' | 'round' | 'seed' | 'cutoff' | 'activation' | 'next' | 'firstEligible',
    number
  >[];
}

// Provenance stands in the file and in variants.py beside it, which computes it without any code of recrown.
const VECTORS = JSON.parse(
  readFileSync(join(process.env.RECROWN_ROOT ?? '.', 'test/eras/variants.json'), 'utf8'),
) as Variants;

const era = (id: string): Era => {
  const found = eraById(id);
  assert.ok(found, id);
  return found;
};
const near = (actual: number | null, expected: number, name: string): void =>
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= Math.max(1e-12, 1e-11 * Math.abs(expected)),
    `${name}: ${actual} is not ${expected}`,
  );

test('each era has the variants of its rule text', () => {
  const ids = Object.keys(VECTORS.variants);
  assert.deepEqual(ids, ['P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12']);
  for (const id of ids) {
    const { policy, evaluation } = era(id);
    assert.deepEqual(
      {
        klMode: policy.klMode,
        floor: policy.qualityFloor,
        axes: policy.minQualityAxes,
        schema: evaluation.compositeSchema,
        reserve: policy.reserveFraction,
        noWinnerUid: policy.noWinnerUid,
      },
      VECTORS.variants[id],
      id,
    );
    assert.equal(policy.tierVersion, evaluation.compositeSchema, id);
  }
});

test('KL, conditional and with a tail bucket', () => {
  assert.equal(VECTORS.kl.length, 7);
  for (const { name, teacher, student, expected } of VECTORS.kl)
    for (const mode of ['tail_bucket', 'conditional'] as const) {
      const found = klPosition(teacher, student, { ...DEFAULT_KL, mode });
      near(found.kl, expected[mode], `${name}, ${mode}`);
      near(found.tailBucket, expected.tail_bucket, name);
      near(found.conditional, expected.conditional, name);
    }
  const [a, b] = ['a model that the conditional form prefers', 'a model that the tail bucket prefers'].map(
    (name) => VECTORS.kl.find((one) => one.name === name)?.expected,
  );
  assert.ok(a && b);
  assert.ok(a.conditional < b.conditional && a.tail_bucket > b.tail_bucket, 'the mode turns the duel');
});

test('quality gate without a floor, with 0.20 and with 0.06', () => {
  assert.equal(VECTORS.qualityGate.length, 13);
  for (const { era: id, challenger, incumbent, ok } of VECTORS.qualityGate)
    assert.equal(
      qualityGate(challenger, incumbent, era(id).policy).ok,
      ok,
      `${id}: ${challenger} against ${incumbent}`,
    );
});

test('silence factors from composite schema 29 on', () => {
  assert.equal(VECTORS.silence.length, 10);
  for (const { axis, result, expected } of VECTORS.silence)
    for (const [id, schema] of [
      ['P6', '28'],
      ['P7', '29'],
    ] as const) {
      assert.equal(String(era(id).evaluation.compositeSchema), schema);
      near(
        axisValue(axis, result, { kingKl: null, lowestRkl: 0.1 }, Number(schema)),
        expected[schema],
        `${axis} under ${id}`,
      );
    }
});

test('rows of a winner: one-hot before P10, nine tenths from P10 on', () => {
  for (const { era: id, winner, uids, row } of VECTORS.rows)
    assert.deepEqual(expectedWeights(winner, era(id).policy, uids), row, `${id}, winner ${winner}`);
});

test('a round without a winner pays UID 155 from P8 on only', () => {
  for (const { era: id, incumbent, local, current, uid } of VECTORS.noWinner)
    assert.equal(
      noWinnerTarget({
        incumbentUid: incumbent,
        localKingUid: local,
        sharedFallbackUid: era(id).policy.noWinnerUid,
        currentTargetUid: current,
        nUids: 256,
      }).uid,
      uid,
      `${id}: ${incumbent}, ${local}`,
    );
});

test('blocks of protocols 1 and 2', () => {
  assert.equal(VECTORS.blocks.length, 22);
  for (const { protocol, block, round, seed, cutoff, activation, next, firstEligible } of VECTORS.blocks) {
    const grid = protocol === 1 ? PROTOCOL_1 : PROTOCOL_2;
    assert.equal(roundIdAt(block, grid), round);
    assert.deepEqual(roundBlocks(round, grid), {
      roundId: round,
      seedBlock: seed,
      cutoffBlock: cutoff,
      activationBlock: activation,
      nextSeedBlock: next,
    });
    assert.equal(firstEligibleRound(block, grid), firstEligible, `${protocol}: ${block}`);
  }
});
