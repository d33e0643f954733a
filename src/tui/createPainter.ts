import type { Size } from './present/layout.js';

/** A terminal that knows them shows what lies between the two at once. */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l'];
const WIPE = '\u001b[2J';

/** Draws frames in the window, from its first row on. */
export interface Painter {
  /**
   * Shows a frame; a little later when the last one was drawn a moment ago, and then only the newest.
   * @param rows texts with their codes, one a row of the window, never wider than it
   */
  paint(rows: readonly string[], size: Size): void;
  /** Wipes the window and draws the whole frame: something else was drawn over it. */
  redraw(): void;
  /** Draws nothing any more. */
  stop(): void;
}

/** A row in its place. It is emptied first: after its last cell the cursor stands on that cell. */
const rowAt = (row: string, at: number): string => `\u001b[${at + 1};1H\u001b[2K${row}`;

/**
 * Draws on a terminal and sends only the rows that differ from those that stand there: most of a frame is as it was, and
 * each row costs time at both ends.
 * @param shortestMs least time between two frames
 */
export const createPainter = (write: (text: string) => void, shortestMs: number): Painter => {
  let wanted: readonly string[] = [];
  let wantedSize: Size | null = null;
  let stands: readonly string[] | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopped = false;
  const draw = (): void => {
    const before = stands;
    const changed = Array.from({ length: Math.max(wanted.length, before?.length ?? 0) }, (_, at) =>
      before !== null && (wanted[at] ?? '') === (before[at] ?? '') ? '' : rowAt(wanted[at] ?? '', at),
    ).join('');
    stands = wanted;
    if (changed !== '' || before === null) write(`${BEGIN}${before === null ? WIPE : ''}${changed}${END}`);
  };
  const later = (): void => {
    timer = null;
    if (stands !== wanted) drawNow();
  };
  const drawNow = (): void => {
    draw();
    timer = setTimeout(later, shortestMs);
  };
  return {
    paint: (rows, size) => {
      if (stopped) return;
      if (wantedSize?.columns !== size.columns || wantedSize.rows !== size.rows) stands = null;
      wantedSize = size;
      wanted = rows;
      if (timer === null) drawNow();
    },
    redraw: () => {
      stands = null;
      if (!stopped) draw();
    },
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
};
