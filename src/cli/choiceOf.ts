import type { SnapshotChoice } from '../artifacts/snapshot/chooseSnapshot.js';
import type { CommandContext } from './context.js';

/** Where a command looks for its snapshot. */
export const choiceOf = ({ cwd, options }: CommandContext): SnapshotChoice => ({
  cwd,
  snapshot: options.snapshot,
  snapshots: options.snapshots,
});
