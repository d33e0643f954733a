import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalView } from '../../src/domain/journal.js';
import { UsageError } from '../../src/errors/input.js';
import { listReplays } from '../../src/replay/listReplays.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import { NETUID } from '../../src/replay/readStoredRound.js';

/**
 * Reads the sealed replay of the demo. Where an audit on this machine left another one beside it, the one that the
 * README names counts.
 * @param root folder of the repository
 * @throws UsageError when there is none, or several and the README names none of them; DamagedError for a damaged one
 */
export function readDemoReplay(root: string): JournalView {
  const replays = join(root, 'replays');
  const found = listReplays(replays, NETUID)
    .filter(({ sealed }) => sealed)
    .map(({ path }) => readReplayView(path))
    .filter(({ start }) => start.spec.snapshot.name === 'demo');
  const readme = found.length > 1 ? readFileSync(join(root, 'README.md'), 'utf8') : '';
  const chosen = found.length === 1 ? found[0] : found.find(({ id }) => readme.includes(`replay ${id} `));
  if (chosen === undefined)
    throw new UsageError({
      what: `${replays} holds ${found.length} sealed replays of the demo`,
      why: 'the pictures are drawn from one',
      remedy: 'Seal it again: npm run reseal-demo',
    });
  return chosen;
}
