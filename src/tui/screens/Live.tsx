import type { JournalView } from '../../domain/journal.js';
import { liveRoom } from '../present/layout.js';
import { fitLine, type Line, span } from '../present/line.js';
import { clean, rule } from '../present/look.js';
import { count } from '../present/numbers.js';
import type { AppState } from '../state/app.js';
import { liveLines, lookOf, type World } from '../state/world.js';
import { Frame } from '../widgets/Frame.js';
import { Lines } from '../widgets/Lines.js';

interface Props {
  readonly state: AppState;
  readonly world: World;
  readonly view: JournalView;
}

/** Progress of a replay, read from its journal alone, and how to go on with it. */
export function Live({ state, world, view }: Props) {
  const look = lookOf(world);
  const body = liveLines(state, view, world);
  const room = liveRoom(look.height);
  const from = Math.max(0, Math.min(state.live.scroll, body.length - room));
  const shown = body.slice(from, from + room);
  const more = body.length > room ? `lines ${from + 1}-${from + shown.length} of ${body.length}` : '';
  const command = clean(world.resumeCommand(view), look, 200);
  const foot: Line[] = view.sealed
    ? [[span('Finished. Every number is on disk.')], [span(' ')]]
    : [
        [span('Safe to stop: every finished prompt is on disk.')],
        fitLine([span('Resume:  ', 'text.secondary'), span(command, 'text.heading')], look.width),
      ];
  const rounds = view.start.spec.rounds;
  const range = rounds.length === 0 ? '' : `#${rounds[0]}${rounds.length > 1 ? `-#${rounds.at(-1)}` : ''}`;
  const status = view.sealed ? 'SEALED' : world.data.running === view.path ? 'RUNNING here' : 'NOT SEALED';
  const elsewhere = status === 'NOT SEALED' ? 'running elsewhere, or stopped   ' : '';
  const filler = Array.from({ length: Math.max(0, room - shown.length) }, (): Line => []);
  return (
    <Frame
      state={state}
      world={world}
      crumbs={[
        span('Replay '),
        span(`${clean(view.id, look, 24)} `, 'text.heading'),
        span(`${range}  `),
        span(status, 'notice'),
      ]}
      aside={`${elsewhere}journal ${count(view.bytes)} bytes`}
    >
      <Lines lines={[...shown, ...filler, rule(look, more), ...foot]} />
    </Frame>
  );
}
