import { signed } from '../roundText.js';

/** A mean or an end of an interval; one that five decimals would show as 0 keeps two digits. */
export const boundText = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.000005
    ? `${value < 0 ? '-' : '+'}${Math.abs(value).toExponential(1)}`
    : value === 0
      ? '0'
      : signed(value);
