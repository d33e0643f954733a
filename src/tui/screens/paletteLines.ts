import { asciiOnly } from '../../domain/printable.js';
import { cutEnd, fitLine, type Line, lineCells, pad, type Span, span } from '../present/line.js';
import { clean } from '../present/look.js';
import type { AppState } from '../state/app.js';
import { type PaletteEntry, paletteEntries } from '../state/palette.js';
import { lookOf, type World } from '../state/world.js';

const MARGIN = 6;
const MOST_ROWS = 14;

const CORNERS = {
  unicode: { line: '─', side: '│', corners: ['┌', '┐', '├', '┤', '└', '┘'] },
  ascii: { line: '-', side: '|', corners: ['+', '+', '+', '+', '+', '+'] },
} as const;

const entrySpans = (entry: PaletteEntry, width: number, chosen: boolean): Span[] => {
  const token = chosen ? ('text.selected' as const) : undefined;
  if (entry.kind === 'target') return [span(pad(entry.label, width), token)];
  if (entry.reason !== null) return [span(pad(`${entry.label}  (${entry.reason})`, width), 'text.secondary')];
  const keys = entry.keys;
  return [span(pad(entry.label, width - keys.length - 1), token), span(` ${keys}`, 'text.secondary')];
};

/** A box over a screen: what is typed, and the entries around the selected one. */
const boxLines = (state: AppState, world: World, height: number): Line[] => {
  const look = lookOf(world);
  const { line, side, corners } = CORNERS[look.charset];
  const inner = Math.min(70, look.width - 2 * MARGIN) - 2;
  const entries = paletteEntries(state, world);
  const room = Math.max(1, Math.min(MOST_ROWS, height - 4));
  const selected = Math.max(0, Math.min(entries.length - 1, state.palette?.selected ?? 0));
  const from = Math.max(0, Math.min(entries.length - room, selected - Math.floor(room / 2)));
  const search = state.palette?.search ?? '';
  const typed = look.charset === 'ascii' ? asciiOnly(search) : search;
  const edge = (left: string, right: string): Line => [
    span(`${left}${line.repeat(inner)}${right}`, 'text.secondary'),
  ];
  const row = (...spans: Span[]): Line => {
    const blank = ' '.repeat(Math.max(0, inner - lineCells(spans)));
    return [
      span(side, 'text.secondary'),
      ...fitLine(spans, inner),
      span(blank),
      span(side, 'text.secondary'),
    ];
  };
  const shown = entries.slice(from, from + room).map((entry, index) => {
    const chosen = from + index === selected;
    const safe = { ...entry, label: clean(entry.label, look, 200) };
    return row(
      span(chosen ? '> ' : '  ', 'text.selected'),
      ...entrySpans(safe, inner - 3, chosen),
      span(' '),
    );
  });
  const nothing = row(
    span(cutEnd('  nothing matches: a round, block, u240, hotkey, replay, era, A..B or a word', inner)),
  );
  return [
    edge(corners[0], corners[1]),
    row(
      span(`: ${cutEnd(typed, inner - 16)}_`, 'text.heading'),
      span(entries.length > room ? `  ${selected + 1} of ${entries.length}` : '', 'text.secondary'),
    ),
    edge(corners[2], corners[3]),
    ...(shown.length === 0 ? [nothing] : shown),
    edge(corners[4], corners[5]),
  ];
};

/** Cells of a line from one column to another, as text of one token each; what is cut in two wide characters becomes blank. */
const cutLine = (text: Line, from: number, to: number): Span[] => {
  const kept: Span[] = [];
  let at = 0;
  for (const part of text) {
    const width = lineCells([part]);
    if (at + width > from && at < to) {
      const own =
        [...part.text].length === width
          ? [...part.text].slice(Math.max(0, from - at), to - at).join('')
          : ' '.repeat(Math.max(0, Math.min(at + width, to) - Math.max(at, from)));
      kept.push({ ...part, text: own });
    }
    at += width;
  }
  const width = lineCells(kept);
  return width < to - from ? [...kept, span(' '.repeat(to - from - width))] : kept;
};

/** Lays the palette over the lines of a screen; what lies under it is covered, the rest stays in sight. */
export const withPalette = (body: readonly Line[], state: AppState, world: World): Line[] => {
  const { width, height } = lookOf(world);
  const box = boxLines(state, world, height);
  const top = Math.max(0, Math.min(3, height - box.length));
  return Array.from({ length: height }, (_, at): Line => {
    const own = body[at] ?? [];
    const over = box[at - top];
    if (over === undefined) return own;
    const cells = lineCells(over);
    const left = Math.max(0, Math.floor((width - cells) / 2));
    return [...cutLine(own, 0, left), ...over, ...cutLine(own, left + cells, width)];
  });
};
