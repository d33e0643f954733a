import type { BlockNumber } from '../../domain/block.js';
import { guessKeys } from './guessKeys.js';
import { type FactReading, probesBetween } from './probesBetween.js';
import type { ReadBlock, Recorder } from './Recorder.js';
import { settleBetween } from './settleBetween.js';
import type { TaskPool } from './TaskPool.js';

/**
 * Reads the blocks between two full readings: the fixed ones, then those that differences between neighbours call for,
 * until none does. Who may set weights at any of them is followed at all of them: a permit may be lost for one epoch.
 * @param from full reading
 * @param to full reading of a later block
 * @returns the blocks between, ascending
 */
export async function recordSpan(
  recorder: Recorder,
  pool: TaskPool,
  ends: { readonly from: ReadBlock; readonly to: ReadBlock },
  fixed: readonly BlockNumber[],
): Promise<readonly ReadBlock[]> {
  const settled = settleBetween(ends.from.reading, ends.to.reading);
  const known: ReadBlock[] = [ends.from, ends.to];
  const read = (block: BlockNumber) =>
    pool.run(async () => {
      const [before, after] = neighbours(known, block);
      const guess = guessKeys(before, after, block, settled);
      return recorder.read(await recorder.open(block), settled, guess);
    });
  for (let wanted = fixed; ; ) {
    known.push(...(await pool.all(wanted, read)));
    known.sort((a, b) => a.reading.number - b.reading.number);
    const followed = new Set(known.flatMap(({ facts }) => [...facts.followed.keys()]));
    wanted = known.slice(1).flatMap((to, at) => probesBetween(known[at] as ReadBlock, to, followed));
    if (wanted.length === 0) break;
  }
  return known.slice(1, -1);
}

function neighbours(known: readonly ReadBlock[], block: BlockNumber): readonly [FactReading, FactReading] {
  const after = known.findIndex(({ reading }) => reading.number > block);
  return [known[after - 1] as ReadBlock, known[after] as ReadBlock];
}
