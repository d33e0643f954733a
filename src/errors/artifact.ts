import { AuditError } from './base.js';

/** A snapshot, replay or published file that is cut, changed or not what its digest says. Exit 13. */
export class DamagedError extends AuditError {
  readonly code: string = 'DAMAGED';
  readonly exitCode = 13 as const;
}

/** A snapshot or replay file that does not exist at the given place. Exit 13. */
export class SnapshotMissingError extends DamagedError {
  override readonly code = 'SNAPSHOT_MISSING';
}

/** A snapshot that is cut, changed, or holds a byte that its index does not name. Exit 13. */
export class SnapshotDamagedError extends DamagedError {
  override readonly code = 'SNAPSHOT_DAMAGED';
}

/** A file of a newer format than this program knows. Exit 13. */
export class NewerVersionError extends DamagedError {
  override readonly code = 'NEWER_VERSION';
}

/** What a validator published is not in the form of its kind: the fault of its author, not of the snapshot. Exit 13. */
export class PublishedFileError extends DamagedError {
  override readonly code = 'PUBLISHED_FILE';
}

/** Something that the recorded world does not hold (a block, a key, a shard, a published file). Exit 69. */
export class NotRecordedError extends AuditError {
  readonly code = 'NOT_RECORDED';
  readonly exitCode = 69 as const;
}

/** A parquet shard that is not parquet, has no `text` column, or holds too few rows. Exit 64. */
export class CorpusError extends AuditError {
  readonly code = 'CORPUS_UNREADABLE';
  readonly exitCode = 64 as const;
}
