import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoundResult } from '../../src/domain/verdict.js';

interface Planted {
  readonly rounds: readonly {
    readonly roundId: number;
    readonly verdict: string;
    readonly cause: string | null;
    readonly conditional: boolean;
    readonly kingUid: number;
    readonly crownedUid: number;
    readonly ruleUid: number;
    readonly breaches: readonly string[];
    readonly differences: readonly string[];
    readonly rows: readonly { readonly uid: number; readonly status: string }[];
  }[];
}

/** The truth that the plan of a snapshot planted. */
export const plantedIn = (snapshot: string): Planted =>
  JSON.parse(readFileSync(join(snapshot, 'planted.json'), 'utf8')) as Planted;

/** Holds audited rounds against the planted truth, row by row. */
export function assertPlanted(results: readonly RoundResult[], planted: Planted): void {
  assert.equal(results.length, planted.rounds.length);
  for (const [index, truth] of planted.rounds.entries()) {
    const result = results[index] as RoundResult;
    assert.deepEqual(
      {
        roundId: result.roundId,
        verdict: result.verdict,
        cause: result.cause,
        conditional: result.conditional,
        kingUid: result.king?.uid,
        crownedUid: result.claimedUid,
        ruleUid: result.decisions[0]?.winnerUid,
        breaches: result.breaches.filter((breach) => breach.decisive).map((breach) => breach.code),
        rows: result.validators.map(({ uid, status }) => ({ uid, status })),
      },
      {
        roundId: truth.roundId,
        verdict: truth.verdict,
        cause: truth.cause,
        conditional: truth.conditional,
        kingUid: truth.kingUid,
        crownedUid: truth.crownedUid,
        ruleUid: truth.ruleUid,
        breaches: truth.breaches,
        rows: truth.rows.map(({ uid, status }) => ({ uid, status })),
      },
      `round ${truth.roundId}`,
    );
  }
}
