import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { SnapshotIndex } from '../../domain/snapshot.js';

type Unsealed = Omit<SnapshotIndex, 'digest' | 'seal'>;

/** Digest of what was recorded: who recorded it, when and from which endpoints is left out. */
export function contentDigest(index: Unsealed): string {
  const { recordedBy, recordedAt, endpoints, digest, seal, ...content } = index as SnapshotIndex;
  return sha256Hex(canonicalJson(content));
}

/** sha256 of every field but the seal itself. */
export function sealOf(index: Omit<SnapshotIndex, 'seal'>): string {
  const { seal, ...rest } = index as SnapshotIndex;
  return sha256Hex(canonicalJson(rest));
}
