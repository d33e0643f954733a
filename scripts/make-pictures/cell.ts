/** Size of a character cell and of the text in it, in units of the picture. */
export const CELL = { width: 8, height: 18, font: 13.4, baseline: 13.5 } as const;

/** A number as the picture writes it: two decimals at most. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);
