import { fitLine, type Line, span, wrap } from '../present/line.js';
import { clean } from '../present/look.js';
import type { Asked } from '../state/app.js';
import { lookOf, type World } from '../state/world.js';

/** What a screen shows while its answer is awaited, or when there is none. */
export const waitingLines = (asked: Asked | undefined, busy: string, world: World): Line[] => {
  const look = lookOf(world);
  if (asked?.state !== 'failed') return [fitLine([span(busy)], look.width)];
  return wrap(`This cannot be shown: ${clean(asked.reason, look, 600)}`, look.width).map(
    (text): Line => [span(text, 'notice')],
  );
};
