import type { RoundRow } from '../../report/roundRow.js';
import { span } from './line.js';
import type { Column } from './table.js';
import { timeText, zoneName } from './timeText.js';

/** Windows from this width on say a round's start in this machine's zone too. */
const WIDE = 120;

/** In which zones the times of rounds are shown. */
export interface StartZones {
  /** `UTC`, `local` or an IANA name. */
  readonly zone: string;
  /** A second one for wide windows; null for none. */
  readonly localZone: string | null;
}

/** Whether any row says when its round began: replays of older versions do not. */
const isTimed = (rows: readonly RoundRow[]): boolean =>
  rows.some(({ result }) => result?.seedTime !== undefined);

/** The zones of a window's columns, the first for every time; none where no row has a time. */
export const startZones = (
  rows: readonly RoundRow[],
  { zone, localZone }: StartZones,
  width: number,
): readonly string[] => {
  if (!isTimed(rows)) return [];
  return localZone === null || width < WIDE ? [zone] : [zone, localZone];
};

/** The zones that the first row of the screen names. */
export const zonesText = (zone: string, [, local]: readonly string[]): string =>
  local === undefined ? zoneName(zone) : `${zoneName(zone)}, local ${zoneName(local)}`;

/** Month, day, hour and minute at which a round began, a column for each zone; they give way before the others do. */
export const startColumns = (zones: readonly string[]): Column<RoundRow>[] =>
  zones.map((zone, at) => ({
    title: at === 0 ? 'START' : 'LOCAL',
    width: 11,
    rank: at === 0 ? 9 : 11,
    cell: ({ result }) =>
      span(result?.seedTime === undefined ? '-' : timeText(Date.parse(result.seedTime), zone).slice(0, 11)),
  }));
