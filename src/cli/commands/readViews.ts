import type { JournalView } from '../../domain/journal.js';
import { printable } from '../../domain/printable.js';
import { DamagedError } from '../../errors/artifact.js';
import { listReplays } from '../../replay/listReplays.js';
import { readReplayView } from '../../replay/readReplayView.js';
import { NETUID } from '../../replay/readStoredRound.js';
import type { CommandContext } from '../context.js';

/** The replays under the folder of replays, by name: those that can be read, and the faults of those that cannot, each named on stderr. */
export function readViews({ options, err }: CommandContext): {
  readonly views: readonly JournalView[];
  readonly damaged: readonly DamagedError[];
} {
  const damaged: DamagedError[] = [];
  const views = listReplays(options.replays, NETUID).flatMap(({ id, path }) => {
    try {
      return [readReplayView(path)];
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      err(`replay ${printable(id)} is left out: ${printable(error.message)}\n`);
      damaged.push(error);
      return [];
    }
  });
  return { views, damaged };
}
