import { join } from 'node:path';
import { identityOf } from '../domain/engine.js';
import type { AxisEntry, InputsRecord, ProbeEntry, ScoresRecord } from '../domain/journal.js';
import type { RoundResult } from '../domain/verdict.js';
import { DamagedError } from '../errors/artifact.js';
import type { AuditError } from '../errors/base.js';
import { ingestReplay, type SealedReplay } from '../store/ingestReplay.js';
import { deleteIndex, openIndex } from '../store/openIndex.js';
import { indexedReplays } from '../store/queries/indexedReplays.js';
import { fileDigest } from './journal/fileDigest.js';
import { lockFile } from './journal/lockFile.js';
import { type JournalContent, readJournal } from './journal/readJournal.js';
import { listReplays } from './listReplays.js';

/** The index file of a replays folder. */
export const indexPath = (replays: string): string => join(replays, 'index.duckdb');

export interface IndexUpdate {
  readonly taken: number;
  readonly skipped: readonly AuditError[];
}

/**
 * Brings the index up to the sealed replays on disk.
 * @param rebuild deletes the index first
 * @returns the number of replays taken in, and why others could not be read: a damaged one hides no sound one
 * @throws StoreLockedError while another recrown writes it
 */
export async function updateIndex(replays: string, netuid: number, rebuild: boolean): Promise<IndexUpdate> {
  const path = indexPath(replays);
  const lock = lockFile(`${path}.lock`, `the index ${path} is in use by another recrown`);
  try {
    if (rebuild) deleteIndex(path);
    const index = await openIndex(path);
    try {
      const known = await indexedReplays(index.connection);
      let taken = 0;
      const skipped: AuditError[] = [];
      for (const file of listReplays(replays, netuid).filter((entry) => entry.sealed)) {
        const replay = readSealed(file.path, skipped);
        if (replay === null) continue;
        if (known.get(replay.id) === replay.fileSha256) continue;
        await ingestReplay(index.connection, replay);
        taken += 1;
      }
      return { taken, skipped };
    } finally {
      index.close();
    }
  } finally {
    lock.release();
  }
}

function readSealed(path: string, skipped: AuditError[]): SealedReplay | null {
  let content: JournalContent;
  let fileSha256: string;
  try {
    fileSha256 = fileDigest(path);
    content = readJournal(path);
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    skipped.push(error);
    return null;
  }
  const { start, records } = content;
  const rounds: RoundResult[] = [];
  const scores: ScoresRecord[] = [];
  const inputs: InputsRecord[] = [];
  const axes: (AxisEntry | ProbeEntry)[] = [];
  for (const record of records) {
    if (record.type === 'round') rounds.push(record.result);
    else if (record.type === 'scores') scores.push(record);
    else if (record.type === 'inputs') inputs.push(record);
    else if (record.type === 'axis' || record.type === 'probe') axes.push(record);
  }
  return {
    id: start.id,
    path,
    spec: start.spec,
    // With a server's numbers two replays may be equivalent, never identical.
    engine: start.spec.teacher === undefined ? identityOf(start.fingerprint) : null,
    synthetic: start.synthetic,
    fileSha256,
    rounds,
    scores,
    inputs,
    axes,
  };
}
