import { UsageError } from '../../errors/input.js';
import type { Index } from '../../store/openIndex.js';
import { inputsOfRounds } from '../../store/queries/inputsOfRounds.js';
import { engineOfReplay, roundsOfReplay, scoresOfReplay } from '../../store/queries/roundsOfReplay.js';
import type { ComparedRound } from './comparedRound.js';
import { compareReplays } from './compareReplays.js';
import { compareRules } from './compareRules.js';
import type { Side } from './side.js';

export interface CompareInput {
  readonly a: Side;
  readonly b: Side;
  /** Ascending. */
  readonly rounds: readonly number[];
  /** Replay whose recorded inputs rules are tried on; null = the best of each round. */
  readonly replay: string | null;
}

/**
 * Compares two sides over a range, from the index alone: no model, no snapshot.
 * @throws UsageError when one side is a replay and the other a set of rules
 */
export async function compareRange(
  connection: Index['connection'],
  { a, b, rounds, replay }: CompareInput,
): Promise<ComparedRound[]> {
  const span = [rounds[0] ?? 0, rounds.at(-1) ?? 0] as const;
  if (a.kind === 'rules' && b.kind === 'rules') {
    const stored = byRound(await inputsOfRounds(connection, span, replay, RECROWN_SOURCE_DIGEST));
    return rounds.map((roundId) => compareRules(roundId, stored.get(roundId) ?? [], a.rules, b.rules));
  }
  if (a.kind !== 'replay' || b.kind !== 'replay')
    throw new UsageError({
      what: 'a replay cannot be compared with a set of rules',
      why: 'a replay is what its own rules gave; rules are tried on the inputs that replays recorded',
      remedy: 'compare two replays, or two sets of rules with --replay ID for the inputs',
    });
  const [left, right] = [await readReplay(connection, a.id, span), await readReplay(connection, b.id, span)];
  const sameEngine = left.engine !== null && left.engine === right.engine;
  return rounds.map((roundId) =>
    compareReplays(roundId, left.round(roundId), right.round(roundId), sameEngine),
  );
}

async function readReplay(connection: Index['connection'], id: string, span: readonly [number, number]) {
  const results = new Map((await roundsOfReplay(connection, id, span)).map((one) => [one.roundId, one]));
  const scores = byRound(await scoresOfReplay(connection, id, span));
  return {
    engine: await engineOfReplay(connection, id),
    round: (roundId: number) => ({ result: results.get(roundId), scores: scores.get(roundId) ?? [] }),
  };
}

function byRound<T extends { readonly roundId: number }>(rows: readonly T[]): ReadonlyMap<number, T[]> {
  const found = new Map<number, T[]>();
  for (const row of rows) {
    const own = found.get(row.roundId);
    if (own === undefined) found.set(row.roundId, [row]);
    else own.push(row);
  }
  return found;
}
