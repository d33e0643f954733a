import type { KlFigure } from '../figure.js';
import type { Charset } from '../marks.js';

const LEVELS = { unicode: [...'▁▂▃▄▅▆▇█'], ascii: [...'_.-~=*%#'] } as const;
const HEAD = 18;

/** Means of consecutive prompts, so that `width` columns hold all. */
const columnsOf = (kl: readonly number[], width: number): number[] => {
  const count = Math.min(width, kl.length);
  return Array.from({ length: count }, (_, at) => {
    const part = kl.slice(Math.floor((at * kl.length) / count), Math.floor(((at + 1) * kl.length) / count));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
};

/** One row of levels a side on one scale from 0, with mean, least and most. */
export const klText = (
  { sides, ticks, prompts, outside }: KlFigure,
  charset: Charset,
  width: number,
): string[] => {
  const levels = LEVELS[charset];
  const limit = ticks.at(-1) ?? 1;
  const room = Math.max(10, width - HEAD);
  const rows = sides.flatMap((side) => {
    const cells = columnsOf(side.kl, room).map(
      (value) => levels[Math.min(levels.length - 1, Math.floor((value / limit) * levels.length))] ?? ' ',
    );
    const numbers = `mean ${side.mean.toFixed(4)}  least ${side.least.toFixed(4)}  most ${side.most.toFixed(4)}`;
    return [`${`${side.role} u${side.uid}`.padEnd(HEAD)}${cells.join('')}`, `${' '.repeat(HEAD)}${numbers}`];
  });
  return [
    ...rows,
    `${prompts.length} prompts in the order of the draw; scale 0 to ${limit} nats per position${outside === 0 ? '' : `, beyond it: ${outside}`}`,
  ];
};
