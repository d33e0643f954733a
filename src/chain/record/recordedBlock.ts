import type { BlockRecord } from '../../domain/snapshot.js';
import type { ReadBlock } from './Recorder.js';

/** A block record, the runtime that decodes it, and what proves it. */
export interface RecordedBlock extends BlockRecord {
  /** Runtime version of the parent. */
  readonly specVersion: number;
  /** Read proof of `storage`, nodes ascending; null when no endpoint offers proofs, or none were asked for. */
  readonly proof: readonly string[] | null;
}

/** The record of a block that was read. @param between the two full readings that settle the keys it does not hold */
export const recordedBlock = (
  { open, reading }: ReadBlock,
  between?: NonNullable<BlockRecord['between']>,
): RecordedBlock => ({
  number: open.number,
  hash: open.hash,
  header: open.header.scale,
  storage: [...reading.storage].sort(([a], [b]) => (a < b ? -1 : 1)),
  ...(between === undefined ? {} : { between }),
  specVersion: reading.book.runtime.specVersion,
  proof: reading.proof,
});
