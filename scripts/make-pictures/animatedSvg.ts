import { xmlText } from '../../src/report/formats/xmlText.js';
import { type Line, span } from '../../src/tui/present/line.js';
import type { Token } from '../../src/tui/theme.js';
import { CELL } from './cell.js';
import { drawLine } from './drawLine.js';
import { type Frame, WINDOW } from './playSession.js';
import { terminalStyle } from './terminalStyle.js';

const MARGIN = 14;
const FONTS = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace';

/** Under the screen: the keys that led here, and what is seen. Keys of one word stand together. */
const captionLine = ({ keys, caption }: Frame): Line => {
  const typed = keys.map((key) => (key.length > 1 ? ` ${key} ` : key)).join('');
  return [span('keys  ', 'text.secondary'), span(typed.trim(), 'text.selected'), span(`   ${caption}`)];
};

/** One frame after the other without a script; none moves for those who asked for less motion. */
const motion = (frames: number, still: number, secondsEach: number): string => {
  const period = frames * secondsEach;
  // Delays under 0: every frame is somewhere in its round from the start, so that exactly one is seen at any time. The
  // thousandth keeps the first picture off the edge between two frames.
  const delays = Array.from(
    { length: frames },
    (_, at) => `.f${at}{animation-delay:${((at - frames) % frames) * secondsEach - 0.001}s}`,
  );
  return [
    `.f{visibility:hidden;animation:show ${period}s step-end infinite}.f${still}{visibility:visible}`,
    ...delays,
    `@keyframes show{0%{visibility:visible}${100 / frames}%{visibility:hidden}}`,
    '@media (prefers-reduced-motion:reduce){.f{animation:none}}',
  ].join('');
};

/**
 * Frames of one window as an SVG that shows them in turn, with their keys under them.
 * @param still index of the frame that stands for all where nothing moves
 */
export function animatedSvg(
  frames: readonly Frame[],
  { title, still, secondsEach }: { title: string; still: number; secondsEach: number },
): string {
  const all = frames.map((frame): Line[] => [...frame.lines, [], captionLine(frame)]);
  const tokens = new Set(all.flat(2).flatMap(({ token }): Token[] => (token === undefined ? [] : [token])));
  const width = WINDOW.columns * CELL.width + 2 * MARGIN;
  const height = (WINDOW.rows + 1) * CELL.height + 2 * MARGIN;
  const style = [
    `text{font:${CELL.font}px ${FONTS}}`,
    terminalStyle([...tokens].sort()),
    motion(frames.length, still, secondsEach),
  ].join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${xmlText(title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...all.map((lines, at) =>
      [
        `<g class="f f${at}" transform="translate(${MARGIN} ${MARGIN})">`,
        ...lines.map(drawLine).filter((row) => row !== ''),
        '</g>',
      ].join('\n'),
    ),
    '</svg>',
    '',
  ].join('\n');
}
