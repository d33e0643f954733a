/** The window in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export const MIN_SIZE: Size = { columns: 60, rows: 20 };

export const tooSmall = (size: Size): boolean => size.columns < MIN_SIZE.columns || size.rows < MIN_SIZE.rows;

/** Header, crumbs, rule and hints; and one row that stays free, because a frame as high as the window scrolls it. */
const CHROME = 4;
const FREE = 1;

/** Rows between the rule under the crumbs and the hints. */
export const bodyHeight = (size: Size): number => Math.max(1, size.rows - CHROME - FREE);

const STRIP = 4;
const PANEL = 6;
const ROUNDS_FIXED = 3;
const FEWEST_ROWS = 5;

export interface RoundsLayout {
  readonly strip: boolean;
  readonly panel: boolean;
  /** Rows of the table without its header. */
  readonly table: number;
}

/**
 * Rounds screen: a low window first loses the strip, then the explanation.
 * @param extra lines for replays that cannot be read
 */
export const roundsLayout = (height: number, extra: number): RoundsLayout => {
  const rest = height - ROUNDS_FIXED - extra;
  const strip = rest - STRIP - PANEL >= FEWEST_ROWS;
  const panel = rest - PANEL >= FEWEST_ROWS;
  return { strip, panel, table: Math.max(1, rest - (strip ? STRIP : 0) - (panel ? PANEL : 0)) };
};

/** Identity, rule, verdict, engine. */
const ROUND_FIXED = 8;

/** Rows of the part of the round screen that scrolls. */
export const roundRoom = (height: number): number => Math.max(1, height - ROUND_FIXED);

const WEIGHTS_FIXED = 4;

export interface WeightsLayout {
  readonly table: number;
  readonly detail: number;
  /** Rows for the totals by stake. */
  readonly stake: number;
}

/** Weights screen: the table keeps four rows at least, then the selected row is explained, then the totals. */
export const weightsLayout = (height: number, rows: number, detail: number): WeightsLayout => {
  const room = height - WEIGHTS_FIXED;
  const table = Math.max(1, Math.min(Math.max(rows, 1), Math.max(4, room - detail - 1)));
  const rest = Math.max(0, room - table);
  const shown = Math.max(0, Math.min(detail, rest - 1));
  return { table, detail: shown, stake: rest - shown };
};

/** Rows of the live screen that scroll: all but the rule and the resume line. */
export const liveRoom = (height: number): number => Math.max(1, height - 3);
