import { printable } from '../../domain/printable.js';
import { StoreLockedError } from '../../errors/store.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { indexPath, updateIndex } from '../../replay/updateIndex.js';
import { openIndexForReading } from '../../store/openIndex.js';
import { indexSummary } from '../../store/queries/indexSummary.js';
import type { CommandContext } from '../context.js';
import { errorText } from '../errorText.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';

/**
 * Says what the index of sealed replays holds, after bringing it up to them or building it anew.
 * @returns `badBundle` where a damaged replay is left out
 */
export async function indexReplays(
  context: CommandContext,
  { rebuild }: { rebuild: boolean },
): Promise<number> {
  const { replays, json } = context.options;
  const { skipped } = await updateIndex(replays, NETUID, rebuild);
  for (const error of skipped) context.err(errorText(error));
  const opened = await openIndexForReading(indexPath(replays));
  if (opened === null)
    throw new StoreLockedError({
      what: `the index ${indexPath(replays)} cannot be read`,
      remedy: 'run recrown index --rebuild',
    });
  try {
    const summary = await indexSummary(opened.connection);
    if (json) context.out(jsonLine({ schema: 1, path: indexPath(replays), ...summary }));
    else {
      for (const replay of summary.replays)
        context.out(
          `${printable(replay.id)}  ${replay.rounds} rounds  snapshot ${printable(replay.snapshot)}  ${printable(replay.path)}\n`,
        );
      context.out(
        `${summary.replays.length} replays, ${summary.scores} stored KL values in ${indexPath(replays)}\n`,
      );
    }
    return skipped.length > 0 ? EXIT.badBundle : EXIT.ok;
  } finally {
    opened.close();
  }
}
