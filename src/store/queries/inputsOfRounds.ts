import type { DuckDBConnection } from '@duckdb/node-api';

/** What one decision was taken from, as the replay journaled it. */
export interface StoredInput {
  readonly roundId: number;
  readonly replay: string;
  readonly basis: 'replayed' | 'published';
  readonly mode: string;
  /** JSON of the decision's input. */
  readonly input: string;
}

/**
 * Inputs of the decisions of a span of rounds. Replays that this build made come first, then by replay id; replayed
 * numbers before published ones.
 * @param replay only those of this replay; null = any
 */
export async function inputsOfRounds(
  connection: DuckDBConnection,
  [from, to]: readonly [number, number],
  replay: string | null,
  source: string,
): Promise<StoredInput[]> {
  const reader = await connection.runAndReadAll(
    `select i.round_id, i.replay, i.basis, i.mode, i.input
     from inputs i join replays p on p.id = i.replay
     where i.round_id between $1 and $2 and ($3::varchar is null or i.replay = $3)
     order by i.round_id, i.basis desc, (p.source = $4) desc, i.replay, i.mode`,
    [from, to, replay, source],
  );
  return reader.getRows().map(([roundId, id, basis, mode, input]) => ({
    roundId: Number(roundId),
    replay: String(id),
    basis: basis === 'published' ? 'published' : 'replayed',
    mode: String(mode),
    input: String(input),
  }));
}
