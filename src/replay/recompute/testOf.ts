import type { DuelValues } from '../../decide/gates.js';
import { pairedTest } from '../../decide/pairedTest.js';
import type { Policy } from '../../eras/defineEra.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/** A row's paired test against the king: from the lists where both are there, else as published. */
export function testOf(
  facts: ViewFacts,
  { row, list }: RowFacts,
  policy: Policy,
): { readonly n: number; readonly test: DuelValues | null } {
  const king = facts.kingRow?.list ?? null;
  if (king !== null && list !== null)
    return { n: Math.min(king.length, list.length), test: pairedTest(king, list, policy.lcbErrors) };
  return { n: row.tTest?.n ?? 0, test: row.tTest };
}
