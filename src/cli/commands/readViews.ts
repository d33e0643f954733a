import type { JournalView } from '../../domain/journal.js';
import { printable } from '../../domain/printable.js';
import { DamagedError } from '../../errors/artifact.js';
import { listReplays } from '../../replay/listReplays.js';
import { readReplayView } from '../../replay/readReplayView.js';
import { NETUID } from '../../replay/readStoredRound.js';
import type { CommandContext } from '../context.js';

/** A replay that cannot be read. */
export interface DamagedReplay {
  readonly id: string;
  readonly error: DamagedError;
}

/** The replays under the folder of replays, by name: those that can be read, and those that cannot. */
export function readViews({ options }: CommandContext): {
  readonly views: readonly JournalView[];
  readonly damaged: readonly DamagedReplay[];
} {
  const damaged: DamagedReplay[] = [];
  const views = listReplays(options.replays, NETUID).flatMap(({ id, path }) => {
    try {
      return [readReplayView(path)];
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      damaged.push({ id, error });
      return [];
    }
  });
  return { views, damaged };
}

/** Names on stderr each replay that an answer is given without. */
export function tellLeftOut({ err }: CommandContext, damaged: readonly DamagedReplay[]): void {
  for (const { id, error } of damaged)
    err(`replay ${printable(id)} is left out: ${printable(error.message)}\n`);
}
