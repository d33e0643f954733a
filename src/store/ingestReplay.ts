import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { AxisEntry, InputsRecord, ProbeEntry, ReplaySpec, ScoresRecord } from '../domain/journal.js';
import { shownItems } from '../domain/shownItems.js';
import type { RoundResult } from '../domain/verdict.js';
import { loadDuckdb } from './loadDuckdb.js';

/** A sealed replay as the index takes it in. */
export interface SealedReplay {
  readonly id: string;
  readonly path: string;
  readonly spec: ReplaySpec;
  /** Digest of the engine under which equal results may be called identical; null when there is none. */
  readonly engine: string | null;
  readonly synthetic: boolean;
  /** sha256 of the whole file. */
  readonly fileSha256: string;
  readonly rounds: readonly RoundResult[];
  readonly scores: readonly ScoresRecord[];
  readonly inputs: readonly InputsRecord[];
  readonly axes: readonly (AxisEntry | ProbeEntry)[];
}

const TABLES = [
  ...['rounds', 'duels', 'scores', 'validators', 'breaches', 'inputs'],
  ...['axes', 'axis_items'],
];

/** Takes one sealed replay into the index, in one transaction; what the index held of it before is replaced. */
export async function ingestReplay(connection: DuckDBConnection, replay: SealedReplay): Promise<void> {
  await connection.run('begin');
  try {
    for (const table of TABLES) await connection.run(`delete from ${table} where replay = $1`, [replay.id]);
    await connection.run('delete from replays where id = $1', [replay.id]);
    const { spec } = replay;
    await insert(connection, 'replays', [
      [
        replay.id,
        replay.path,
        spec.recrown.version,
        spec.recrown.source,
        spec.snapshot.name,
        spec.snapshot.digest,
        replay.synthetic,
        replay.engine,
        replay.fileSha256,
      ],
    ]);
    await insert(
      connection,
      'rounds',
      replay.rounds.map((round) => roundRow(replay.id, round)),
    );
    await insert(
      connection,
      'duels',
      replay.rounds.flatMap((round) => duelRows(replay.id, round)),
    );
    await insert(
      connection,
      'validators',
      replay.rounds.flatMap((round) => validatorRows(replay.id, round)),
    );
    await insert(
      connection,
      'breaches',
      replay.rounds.flatMap((round) => breachRows(replay.id, round)),
    );
    await insert(
      connection,
      'scores',
      replay.scores.map((record) => scoreRow(replay.id, record)),
    );
    await insert(
      connection,
      'inputs',
      replay.inputs.map((record) => inputRow(replay.id, record)),
    );
    await insert(
      connection,
      'axes',
      replay.rounds.flatMap((round) => axisRows(replay.id, round)),
    );
    await insert(
      connection,
      'axis_items',
      replay.axes.flatMap((entry) => itemRows(replay.id, entry)),
    );
    await connection.run('commit');
  } catch (error) {
    await connection.run('rollback');
    throw error;
  }
}

type Row = readonly (string | number | boolean | null | readonly number[])[];

const roundRow = (id: string, round: RoundResult): Row => [
  id,
  round.roundId,
  round.seedBlock,
  round.eraId,
  round.verdict,
  round.cause,
  round.conditional,
  round.coverage,
  round.tokenMode,
  round.summary,
  round.king?.uid ?? null,
  round.king?.hotkey ?? null,
  round.claimedUid,
  round.decisions[0]?.winnerUid ?? null,
  round.noise?.noiseNats ?? null,
  JSON.stringify(round),
];

const duelRows = (id: string, round: RoundResult): Row[] =>
  round.challengers.map((challenger) => [
    id,
    round.roundId,
    challenger.uid,
    challenger.hotkey,
    challenger.repo,
    challenger.revision,
    challenger.replayed?.n ?? null,
    challenger.replayed?.meanDelta ?? null,
    challenger.replayed?.se ?? null,
    challenger.replayed?.p ?? null,
    challenger.replayed?.lcb ?? null,
    challenger.claimed?.meanDelta ?? null,
    challenger.claimed?.lcb ?? null,
    challenger.quality,
  ]);

const validatorRows = (id: string, round: RoundResult): Row[] =>
  round.validators.map((row) => [
    id,
    round.roundId,
    row.uid,
    row.hotkey,
    row.status,
    row.decidedAt,
    row.visibleAt,
  ]);

const breachRows = (id: string, round: RoundResult): Row[] =>
  round.breaches.map((breach) => [
    id,
    round.roundId,
    breach.code,
    breach.title,
    breach.nature,
    breach.uid,
    breach.decisive,
  ]);

const axisRows = (id: string, { roundId, quality }: RoundResult): Row[] =>
  (quality?.contenders ?? []).flatMap(({ uid, axes }) =>
    axes.map(({ axis, weight, source, value, declared, n, correct }) => [
      ...[id, roundId, uid, axis],
      ...[weight, source, value, declared, n, correct],
    ]),
  );

const itemRows = (id: string, entry: AxisEntry | ProbeEntry): Row[] => {
  const { roundId, uid, mode, wording } = entry;
  const [axis, sandboxed] =
    entry.type === 'axis' ? [entry.record.axis, entry.sandboxed] : [entry.axis, false];
  return shownItems(entry).map((one, item) => [
    ...[id, roundId, uid, axis, mode, wording, sandboxed, item],
    ...[one.source, one.prompt, one.answer, one.pred, one.gold],
    ...[one.ok, one.score, one.solved, one.tokens, one.failed, one.way],
  ]);
};

/** A batch stays one row: a row a prompt would be a hundred times slower to take in. */
const scoreRow = (id: string, record: ScoresRecord): Row => [
  id,
  record.roundId,
  record.uid,
  record.capture,
  record.form,
  record.mode,
  record.from,
  record.kl,
];

const inputRow = (id: string, { roundId, basis, capture, mode, input }: InputsRecord): Row => [
  id,
  roundId,
  basis,
  capture,
  mode,
  JSON.stringify(input),
];

const cellOf = (value: Row[number] | undefined): DuckDBValue =>
  Array.isArray(value) ? loadDuckdb().listValue(value as number[]) : ((value ?? null) as DuckDBValue);

/** Appends rows through one prepared statement: values are always bound, never part of the SQL text. */
async function insert(connection: DuckDBConnection, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const appender = await connection.createAppender(table);
  const columns = appender.columnCount;
  for (const row of rows) {
    for (let column = 0; column < columns; column++)
      appender.appendValue(cellOf(row[column]), appender.columnType(column));
    appender.endRow();
  }
  appender.closeSync();
}
