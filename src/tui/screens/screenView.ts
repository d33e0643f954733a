import type { Line } from '../present/line.js';
import type { Target } from '../state/target.js';

/** What a screen is in one state: its lines, how far it moves, and what lies behind its selection. */
export interface ScreenView {
  /** What is shown, at the right of the crumbs; dropped when narrow. */
  readonly aside: string;
  /** At most as many as the window has room for. */
  readonly body: readonly Line[];
  /** Rows of its list, or first lines that it can begin with. */
  readonly length: number;
  /** Index of the selected row, or of the first line. */
  readonly at: number;
  /** Rows of half a page. */
  readonly page: number;
  /** What `y` copies, in full. */
  readonly value: { readonly text: string; readonly what: string } | null;
  /** What `Y` copies as JSON; null = nothing. */
  readonly row: unknown;
  /** The whole of a long text behind the selection, made when a pager asks for it; null or absent = none. */
  readonly text?: (() => string) | null;
  /** Words of the command that prints the same facts as JSON. */
  readonly command: readonly string[];
  /** What enter opens, where it is not the round. */
  readonly target: Target | null;
}

/** A view without list and selection. */
export const plainView = (
  body: readonly Line[],
  command: readonly string[],
  over: Partial<ScreenView> = {},
): ScreenView => ({
  aside: '',
  body,
  length: 0,
  at: 0,
  page: 1,
  value: null,
  row: null,
  command,
  target: null,
  ...over,
});

/** The part of a text that a window shows, and where it stands in it. */
export const scrolled = (
  lines: readonly Line[],
  room: number,
  from: number | undefined,
): {
  readonly shown: readonly Line[];
  readonly at: number;
  readonly length: number;
  readonly more: string;
} => {
  const most = Math.max(0, lines.length - room);
  const at = Math.max(0, Math.min(from ?? 0, most));
  const shown = lines.slice(at, at + room);
  const more = lines.length > room ? `lines ${at + 1}-${at + shown.length} of ${lines.length}` : '';
  return { shown, at, length: most + 1, more };
};

/** Index of the selected row of a list. */
export const rowIndex = (cursor: number | undefined, length: number, otherwise = 0): number =>
  Math.max(0, Math.min(length - 1, cursor ?? otherwise));

/** Empty lines up to a height. */
export const filled = (lines: readonly Line[], height: number): Line[] => [
  ...lines.slice(0, height),
  ...Array.from({ length: Math.max(0, height - lines.length) }, (): Line => []),
];
