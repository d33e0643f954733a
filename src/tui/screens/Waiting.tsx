import { fitLine, span } from '../present/line.js';
import type { AppState } from '../state/app.js';
import { lookOf, type World } from '../state/world.js';
import { Frame } from '../widgets/Frame.js';
import { Lines } from '../widgets/Lines.js';

/** A place whose data are not there (yet). */
export function Waiting({
  state,
  world,
  text,
}: {
  readonly state: AppState;
  readonly world: World;
  readonly text: string;
}) {
  return (
    <Frame state={state} world={world} crumbs={[span('Rounds', 'text.heading')]} aside="">
      <Lines lines={[fitLine([span(text)], lookOf(world).width)]} />
    </Frame>
  );
}
