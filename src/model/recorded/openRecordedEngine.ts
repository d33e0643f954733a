import { open } from 'node:fs/promises';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { Engine, EngineFingerprint, ScoreRequest, ScoreResult } from '../../domain/engine.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { parseResult } from './parseResult.js';
import { readScores } from './readScores.js';
import { scoreKey } from './scoreKey.js';
import { DIGEST_BYTES, damagedScores, recordDigest, type ScoresHeader } from './scoresLayout.js';

/** An engine that computes nothing: it gives what a file holds. */
export interface RecordedEngine extends Engine {
  readonly header: ScoresHeader;
  /** Of the whole file. */
  readonly sha256: string;
}

/**
 * Opens a file of recorded scores as an engine. Its fingerprint is that of the engine that computed them, named `recorded`,
 * with a digest of its own: these numbers are never taken for numbers of this machine.
 * @throws SnapshotMissingError, DamagedError; NotRecordedError for a request that the file does not hold
 */
export async function openRecordedEngine(path: string): Promise<RecordedEngine> {
  const scores = await readScores(path);
  const { header, sha256, places } = scores;
  if (scores.soundBytes !== scores.sizeBytes)
    throw damagedScores(
      path,
      `its last ${scores.sizeBytes - scores.soundBytes} bytes are no whole record: it was cut`,
    );
  const file = await open(path, 'r');

  const read = async (key: string, request: ScoreRequest): Promise<ScoreResult> => {
    const place = places.get(key);
    if (place === undefined) throw notRecorded(key, request);
    const bytes = Buffer.alloc(place.length + DIGEST_BYTES);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, place.at);
    const [body, digest] = [bytes.subarray(0, place.length), bytes.subarray(place.length)];
    if (bytesRead !== bytes.length || !recordDigest(Buffer.from(key, 'hex'), body).equals(digest))
      throw damagedScores(path, `the result ${key.slice(0, 12)} was changed while the file was in use`);
    const result = parseResult(body, request);
    if (result === null)
      throw damagedScores(path, `the result ${key.slice(0, 12)} does not answer its request`);
    return result;
  };

  return {
    header,
    sha256,
    fingerprint: recordedFingerprint(header, sha256),
    load: async ({ digest }, form) => {
      if (digest === undefined)
        throw new NotRecordedError({
          what: 'a model without a digest has no recorded scores',
          remedy: 'Take the model from a snapshot.',
        });
      return { score: (request) => read(scoreKey(digest, form, request), request), release: async () => {} };
    },
    close: () => file.close(),
  };
}

function recordedFingerprint(
  { fingerprint, teacher }: ScoresHeader,
  scoresSha256: string,
): EngineFingerprint {
  const by = fingerprint.digest;
  return {
    ...fingerprint,
    engine: `recorded ${fingerprint.engine}`,
    sessionOptions: { ...fingerprint.sessionOptions, recordedBy: by, scoresSha256 },
    digest: sha256Hex(
      canonicalJson({ engine: 'recorded', by, teacher: teacher?.digest ?? null, scoresSha256 }),
    ),
  };
}

const notRecorded = (key: string, { ids, rows, topK }: ScoreRequest): NotRecordedError =>
  new NotRecordedError({
    what: 'the recorded numbers do not hold a score that this audit needs',
    why: `${key.slice(0, 12)}: ${ids.length} tokens, ${rows.length} rows, ${topK === undefined ? 'a contender' : 'the teacher'}`,
    remedy:
      'Use a file that was recorded for these rounds, this snapshot and this version, or run the models.',
    facts: { key },
  });
