import type { CaptureName } from './captureLine.js';

/** A file that was served in a pass. */
interface CapturedNote {
  readonly name: CaptureName;
  readonly roundId: number | null;
  readonly sha256: string;
  readonly size: number;
  /** False when the record held it for this round already. */
  readonly new: boolean;
}

/** What one pass over a validator's endpoints brought. */
export interface PassReport {
  readonly captured: CapturedNote[];
  readonly refused: { readonly name: CaptureName; readonly why: string }[];
  readonly manifests: { found: number; unresolved: number; left: number };
}

export const emptyReport = (): PassReport => ({
  captured: [],
  refused: [],
  manifests: { found: 0, unresolved: 0, left: 0 },
});
