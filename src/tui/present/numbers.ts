const grouped = new Intl.NumberFormat('en-US');

/** Whole numbers with separators: blocks and counts on screen. */
export const count = (value: number): string => grouped.format(value);

/** A difference with its sign and fixed decimals; `-` when there is none. */
export const difference = (value: number | null | undefined, decimals = 5): string =>
  value === null || value === undefined || !Number.isFinite(value)
    ? '-'
    : `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(decimals)}`;

/** A number with fixed decimals; `-` when there is none. */
export const fixed = (value: number | null | undefined, decimals: number): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '-' : value.toFixed(decimals);

export const percent = (share: number, decimals = 0): string => `${(share * 100).toFixed(decimals)}%`;

/** A measured value of a gate: text as it is, whole numbers whole, others with up to six decimals. */
export const measured = (value: number | string | null): string => {
  if (value === null) return 'missing';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return count(value);
  return Math.abs(value) < 1e-4 && value !== 0 ? value.toExponential(2) : String(Number(value.toFixed(6)));
};

/** Seconds as HH:MM:SS. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};
