import type { JournalView } from '../../domain/journal.js';
import { printable } from '../../domain/printable.js';
import { DamagedError } from '../../errors/artifact.js';
import { listReplays } from '../../replay/listReplays.js';
import { readReplayView } from '../../replay/readReplayView.js';
import { NETUID } from '../../replay/readStoredRound.js';
import type { CommandContext } from '../context.js';

/** Every replay under the folder of replays that can be read, by name; one that cannot is named on stderr. */
export function readViews({ options, err }: CommandContext): JournalView[] {
  return listReplays(options.replays, NETUID).flatMap(({ id, path }) => {
    try {
      return [readReplayView(path)];
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      err(`replay ${printable(id)} is left out: ${printable(error.message)}\n`);
      return [];
    }
  });
}
