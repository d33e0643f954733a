import { existsSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { canonicalJson } from '../../domain/canonical.js';
import type { RecurrenceForm, ScoreRequest, ScoreResult } from '../../domain/engine.js';
import { resultBytes } from '../../domain/scoreBytes.js';
import { UsageError } from '../../errors/input.js';
import { IoError } from '../../errors/store.js';
import { readScores } from './readScores.js';
import { scoreKey } from './scoreKey.js';
import { recordDigest, recordHead, type ScoresHeader } from './scoresLayout.js';

/**
 * Appends results to a file of scores, each with its digest. A file that is there is gone on with when it is of the same
 * engines; a record that a crash cut is taken away first.
 */
export class ScoresWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  #size: number;
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, size: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  /** @throws UsageError when the file holds numbers of other engines; DamagedError, IoError */
  static async open(path: string, header: ScoresHeader): Promise<ScoresWriter> {
    const isThere = existsSync(path);
    const before = isThere && statSync(path).size > 0 ? await readScores(path) : null;
    if (before !== null && identityOf(before.header) !== identityOf(header))
      throw new UsageError({
        what: `the file of scores ${path} holds numbers of another engine`,
        why: `its engine is ${before.header.fingerprint.digest.slice(0, 12)}, this one is ${header.fingerprint.digest.slice(0, 12)}`,
        remedy: 'Name a file that does not exist with --record-scores.',
      });
    const file = await open(path, isThere ? 'r+' : 'wx').catch((cause: unknown) => {
      throw unwritable(path, cause);
    });
    const writer = new ScoresWriter(path, file, before?.soundBytes ?? 0);
    try {
      if (before === null) await writer.#append([Buffer.from(`${canonicalJson(header)}\n`)]);
      else await file.truncate(before.soundBytes);
    } catch (error) {
      await file.close();
      throw error;
    }
    return writer;
  }

  /** Keeps what a request gave; calls may overlap. */
  write(digest: string, form: RecurrenceForm, request: ScoreRequest, result: ScoreResult): Promise<void> {
    const key = Buffer.from(scoreKey(digest, form, request), 'hex');
    const bytes = Buffer.from(resultBytes(result));
    const record = [recordHead(key, bytes.length), bytes, recordDigest(key, bytes)];
    const written = this.#last.then(() => this.#append(record));
    // A failed record ends the audit through its own promise; the next one is not written behind a part of it.
    this.#last = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }

  async #append(parts: readonly Buffer[]): Promise<void> {
    const bytes = Buffer.concat(parts);
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#size + done);
        done += bytesWritten;
      }
    } catch (cause) {
      await this.#file.truncate(this.#size).catch(() => {});
      throw unwritable(this.#path, cause);
    }
    this.#size += bytes.length;
  }
}

const identityOf = ({ fingerprint, teacher }: ScoresHeader): string =>
  `${fingerprint.digest} ${teacher?.digest ?? ''}`;

const unwritable = (path: string, cause: unknown): IoError =>
  new IoError({
    what: `cannot write the file of scores ${path}`,
    why: cause instanceof Error ? cause.message : String(cause),
    remedy: 'make room, or name another place with --record-scores',
    cause,
  });
