import { MIN_SIZE, type Size } from '../present/layout.js';
import { fitLine, type Line, span } from '../present/line.js';
import { Lines } from '../widgets/Lines.js';

/** What a window under the minimum shows. Nothing is lost: the state comes back with the room. */
export function TooSmall({ size, quitting }: { readonly size: Size; readonly quitting: boolean }) {
  const lines: Line[] = [
    [span(`This window is ${size.columns} x ${size.rows}.`, 'text.heading')],
    [
      span(
        `recrown needs ${MIN_SIZE.columns} x ${MIN_SIZE.rows}.  ${quitting ? 'A replay runs: q again stops it.' : 'q quits.'}`,
      ),
    ],
    [span('Without a window:  recrown show ROUND')],
  ];
  return (
    <Lines lines={lines.slice(0, Math.max(1, size.rows - 1)).map((line) => fitLine(line, size.columns))} />
  );
}
