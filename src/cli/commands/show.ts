import { printable } from '../../domain/printable.js';
import { parseRange } from '../../domain/range.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { InvalidRangeError } from '../../errors/input.js';
import { readStoredRound } from '../../replay/readStoredRound.js';
import { chainHeads, chainLine } from '../../report/chainLine.js';
import { roundDetail } from '../../report/roundDetail.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';

/** Prints one audited round from the index of sealed replays. */
export async function show(
  context: CommandContext,
  { round, replay }: { round: string; replay?: string },
): Promise<number> {
  const span = parseRange(round);
  if (typeof span === 'string' || span.from !== span.to || span.kind !== 'rounds')
    throw new InvalidRangeError({
      what: `show takes one round, not "${round.slice(0, 40)}"`,
      ...(typeof span === 'string' ? { why: span } : {}),
      remedy: 'give a round id such as 11650',
    });
  const stored = await readStoredRound(context.options.replays, span.from, replay);
  if (stored === null)
    throw new NotRecordedError({
      what: `round ${span.from} is in no sealed replay under ${context.options.replays}`,
      why: replay === undefined ? 'nobody has audited it there yet' : `replay ${replay} does not hold it`,
      remedy: `run: recrown audit ${span.from}`,
    });
  const { result, synthetic, snapshot, replay: id, path, chains, axes } = stored;
  if (context.options.json) {
    context.out(
      jsonLine({
        schema: 1,
        replay: { id, path, snapshot, synthetic },
        chains: chainHeads(chains),
        round: result,
        axes: axes.map(({ type: _, roundId: __, ...axis }) => axis),
      }),
    );
    return EXIT.ok;
  }
  const label = synthetic ? ' (SYNTHETIC)' : '';
  context.out(
    `replay ${printable(id)}  snapshot ${printable(snapshot)}${label}\n${chainLine(chains)}\n\n${roundDetail(result, context.options.ascii, axes)}`,
  );
  return EXIT.ok;
}
