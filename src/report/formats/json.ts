import { repeatCommands } from '../repeatCommands.js';
import type { ReportReplay, ReportView } from '../reportView.js';
import { stripOf } from '../stripOf.js';
import { verdictTotals } from '../verdictTotals.js';

const replayOf = ({ id, path, start }: ReportReplay) => ({
  id,
  path,
  snapshot: start.spec.snapshot.name,
  synthetic: start.synthetic,
  spec: start.spec,
  engine: start.fingerprint,
  teacher: start.teacher ?? null,
});

/** The JSON document of a report (docs/formats.md): everything that the other formats show. */
export const json = (view: ReportView): object => {
  const [round] = view.rounds;
  const repeat = repeatCommands(view);
  if (round !== undefined && view.rounds.length === 1)
    return {
      schema: 1,
      netuid: view.netuid,
      replay: round.replay === null ? null : replayOf(round.replay),
      chains: round.chains,
      round: round.result,
      axes: round.axes.map(({ roundId: _, ...axis }) => axis),
      decisive: round.decisive,
      summary: verdictTotals(view.rounds),
      figures: round.figures,
      repeat,
    };
  const replays = new Map(
    view.rounds.flatMap(({ replay }) => (replay === null ? [] : [[replay.path, replay] as const])),
  );
  return {
    schema: 1,
    netuid: view.netuid,
    replays: [...replays.values()].map(replayOf),
    rounds: view.rounds.map(({ roundId, verdict, conditional, replay, result }) => ({
      roundId,
      verdict,
      conditional,
      replay: replay?.id ?? null,
      round: result,
    })),
    summary: verdictTotals(view.rounds),
    figures: [stripOf(view)],
    repeat,
  };
};
