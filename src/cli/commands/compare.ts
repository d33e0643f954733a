import { NotRecordedError } from '../../errors/artifact.js';
import { UsageError } from '../../errors/input.js';
import type { ComparedRound } from '../../replay/compare/comparedRound.js';
import { compareRange } from '../../replay/compare/compareRange.js';
import { readSide, type Side } from '../../replay/compare/side.js';
import { listReplays } from '../../replay/listReplays.js';
import { openCheckedIndex } from '../../replay/openCheckedIndex.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { refuseDamaged } from '../../replay/refuseDamaged.js';
import { compareText } from '../../report/compareText.js';
import { indexedReplays } from '../../store/queries/indexedReplays.js';
import { indexedRounds } from '../../store/queries/indexedRounds.js';
import type { CommandContext } from '../context.js';
import { type CompareFailOn, EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { roundsIn } from '../roundsIn.js';

export interface CompareOptions {
  readonly a: string;
  readonly b: string;
  /** Without one: every round that the index holds. */
  readonly range: string | undefined;
  readonly replay?: string;
  readonly failOn: readonly CompareFailOn[];
}

/** Which crowns change between two sets of rules or two replays, from the index of sealed replays alone. */
export async function compare(context: CommandContext, options: CompareOptions): Promise<number> {
  const place = { cwd: context.cwd, replays: context.options.replays };
  const [a, b] = [readSide(options.a, place), readSide(options.b, place)];
  refuseUnknown(options.replay, [a, b], place.replays);
  const index = await openCheckedIndex(place.replays, askedOf([a, b], options.replay));
  if (index === null)
    throw new NotRecordedError({
      what: `no sealed replay lies under ${place.replays}`,
      why: 'a comparison is taken from what audits recorded',
      remedy: 'run recrown audit over the range first, or name the folder with --replays',
    });
  try {
    const held = await indexedRounds(index.connection, options.replay ?? null);
    const rounds = options.range === undefined ? held : roundsIn(options.range, 'compare');
    const found = new Set(held);
    refuseDamaged(
      place.replays,
      options.replay,
      await indexedReplays(index.connection),
      rounds.filter((roundId) => !found.has(roundId)),
    );
    const compared = await compareRange(index.connection, { a, b, rounds, replay: options.replay ?? null });
    const changed = compared.filter((round) => round.changed === true).length;
    if (context.options.json)
      context.out(jsonLine({ schema: 1, a: a.name, b: b.name, rounds: compared, changed }));
    else context.out(compareText(a.name, b.name, compared));
    return exitCodeOf(compared, options.failOn);
  } finally {
    index.close();
  }
}

/** Replays that the comparison rests on; null = whichever the index holds. */
function askedOf(sides: readonly Side[], replay: string | undefined): string[] | null {
  const ids = sides.flatMap((side) => (side.kind === 'replay' ? [side.id] : []));
  if (ids.length > 0) return ids;
  return replay === undefined ? null : [replay];
}

function refuseUnknown(replay: string | undefined, sides: readonly Side[], replays: string): void {
  if (replay === undefined) return;
  const refuse = (why: string) =>
    new UsageError({
      what: `--replay ${replay.slice(0, 40)} cannot be used`,
      why,
      remedy: 'recrown index lists the sealed replays',
    });
  if (sides.some((side) => side.kind === 'replay')) throw refuse('both sides are replays already');
  if (!listReplays(replays, NETUID).some((one) => one.sealed && one.id === replay))
    throw refuse('no sealed replay has this id');
}

/** A changed outcome first; then rounds about which nothing can be said. */
function exitCodeOf(rounds: readonly ComparedRound[], failOn: readonly CompareFailOn[]): number {
  if (failOn.includes('outcome-change') && rounds.some((round) => round.changed === true))
    return EXIT.wrongCrown;
  if (failOn.includes('unverifiable') && rounds.some((round) => round.changed === null))
    return EXIT.unverifiable;
  return EXIT.ok;
}
