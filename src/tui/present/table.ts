import { fitLine, type Line, lineCells, pad, type Span, span } from './line.js';

export interface Column<Row> {
  readonly title: string;
  readonly width: number;
  readonly align?: 'left' | 'right';
  /** Order of sacrifice: the highest is dropped first when the window is narrow; 0 is never dropped. */
  readonly rank: number;
  /** Takes what is left of the width. At most one column. */
  readonly grows?: boolean;
  /** @param width cells that the column has in this window */
  readonly cell: (row: Row, width: number) => Span;
}

export interface TableInput<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Index of the selected row; -1 for none. */
  readonly selected: number;
  /** Rows that a person marked: a plus beside them. */
  readonly marked?: (row: Row) => boolean;
  readonly width: number;
  /** Rows to draw, without the header. */
  readonly height: number;
}

const GAP = 2;
const MARKER = 2;

const widthOf = (columns: readonly Column<never>[]): number =>
  columns.reduce((sum, column) => sum + column.width + GAP, MARKER - GAP);

/** The columns that fit, in their order. */
export const fitColumns = <Row>(columns: readonly Column<Row>[], width: number): Column<Row>[] => {
  let kept = [...columns];
  while (widthOf(kept as unknown as Column<never>[]) > width) {
    const highest = Math.max(...kept.map((column) => column.rank));
    if (highest === 0) break;
    const at = kept.map((column) => column.rank).lastIndexOf(highest);
    kept = kept.filter((_, index) => index !== at);
  }
  const spare = width - widthOf(kept as unknown as Column<never>[]);
  return kept.map((column) =>
    column.grows === true && spare > 0 ? { ...column, width: column.width + spare } : column,
  );
};

/** First row to draw so that the selected one is in view. */
const windowStart = (selected: number, rows: number, height: number): number =>
  Math.max(0, Math.min(rows - height, selected - Math.floor(height / 2)));

/** Draws header and the rows around the selected one; only these rows are formatted. */
export const tableLines = <Row>(input: TableInput<Row>): Line[] => {
  const { rows, selected, width, height } = input;
  const columns = fitColumns(input.columns, width);
  const head: Line = [
    span(' '.repeat(MARKER)),
    span(
      columns
        .map((column) => pad(column.title, column.width, column.align))
        .join(' '.repeat(GAP))
        .trimEnd(),
      'text.secondary',
    ),
  ];
  const from = windowStart(selected, rows.length, height);
  const body = rows.slice(from, from + height).map((row, index) => {
    const chosen = from + index === selected;
    const mark = input.marked?.(row) === true ? '+' : ' ';
    const parts: Span[] = [span(`${chosen ? '>' : ' '}${mark}`, 'text.selected')];
    columns.forEach((column, at) => {
      const cell = column.cell(row, column.width);
      const text = pad(cell.text, column.width, column.align);
      const token = cell.token ?? (chosen ? 'text.selected' : undefined);
      parts.push(span(at === columns.length - 1 ? text.trimEnd() : text, token));
      if (at < columns.length - 1) parts.push(span(' '.repeat(GAP)));
    });
    return fitLine(parts, width);
  });
  const blank = Array.from({ length: Math.max(0, height - body.length) }, (): Line => []);
  return [fitLine(head, width), ...body, ...blank].map((line) =>
    lineCells(line) === 0 ? [span(' ')] : line,
  );
};
