import type { JournalView } from '../../domain/journal.js';
import { printable } from '../../domain/printable.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { UsageError } from '../../errors/input.js';
import { listReplays } from '../../replay/listReplays.js';
import { readReplayView } from '../../replay/readReplayView.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { logEntries } from '../../tui/present/logLines.js';
import { plannedLeft } from '../../tui/present/plannedLeft.js';
import { passesOf, roundInWork, stagesOf } from '../../tui/present/progress.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';

/** How far a replay is, from its journal alone: it may run here, elsewhere, or have ended. */
export async function progress(
  context: CommandContext,
  { replay }: { replay: string | undefined },
): Promise<number> {
  const view = readReplayView(pathOf(context.options.replays, replay));
  const stages = stagesOf(view);
  const roundId = roundInWork(view);
  if (context.options.json) {
    context.out(
      jsonLine({
        schema: 1,
        replay: view.id,
        path: view.path,
        sealed: view.sealed,
        synthetic: view.start.synthetic,
        snapshot: view.start.spec.snapshot,
        rounds: view.start.spec.rounds,
        bytes: view.bytes,
        stages,
        now: roundId === null ? null : { roundId, passes: passesOf(view, roundId) },
        plannedLeft: plannedLeft(view),
        finished: view.results,
        log: logEntries(view, { roundId: null, stage: null, level: 'debug' }),
      }),
    );
    return EXIT.ok;
  }
  context.out(`${text(view, stages).join('\n')}\n`);
  return EXIT.ok;
}

/** Of the named replay; without a name, the latest that is not sealed, else the latest. */
function pathOf(replays: string, id: string | undefined): string {
  const all = listReplays(replays, NETUID);
  if (id !== undefined && !/^[0-9a-f]{6}$/.test(id))
    throw new UsageError({
      what: `${printable(id, 40)} is no id of a replay`,
      why: 'an id is six hexadecimal digits',
      remedy: 'recrown index lists the sealed replays; the first line of an audit names its own',
    });
  const found =
    id === undefined
      ? (all.findLast((file) => !file.sealed) ?? all.at(-1))
      : all.findLast((file) => file.id === id);
  if (found === undefined)
    throw new NotRecordedError({
      what: `no replay${id === undefined ? '' : ` ${id}`} lies under ${replays}`,
      why: 'progress is read from the journal of a replay',
      remedy: 'run recrown audit over a range first, or name the folder with --replays',
    });
  return found.path;
}

function text(view: JournalView, stages: ReturnType<typeof stagesOf>): string[] {
  const roundId = roundInWork(view);
  return [
    `replay ${printable(view.id)}  ${view.sealed ? 'sealed' : 'not sealed'}  ${view.results.length} of ${view.start.spec.rounds.length} rounds`,
    ...stages.map(
      ({ stage, done, total, totalKnown, state }) =>
        `  ${stage.padEnd(12)} ${`${done}/${total}${totalKnown ? '' : '+'}`.padStart(13)}  ${state}`,
    ),
    ...(roundId === null ? [] : [`now #${roundId}`]),
    ...(roundId === null
      ? []
      : passesOf(view, roundId).map(
          (pass) =>
            `  ${pass.role.padEnd(12)} ${(pass.uid === null ? '-' : `u${pass.uid}`).padEnd(6)} ${`${pass.done}/${pass.total}`.padStart(9)}  ${pass.form}`,
        )),
  ];
}
