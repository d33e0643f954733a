/** A statistic `mean - perRootPrompt / sqrt(n)` in reach of so many half-widths, on `n` prompts now. */
interface Line {
  readonly mean: number;
  readonly perRootPrompt: number;
  readonly reach: number;
  readonly n: number;
}

/** Half-width: never below `least`, else `bias + perRootPrompt / sqrt(n)`. */
interface Width {
  readonly least: number;
  readonly bias: number;
  readonly perRootPrompt: number;
}

/** The number of prompts must be the first at which the statistic is off its line, and no earlier one. */
export function compareNeed(line: Line, band: Width, own: number | null): string[] {
  const what = `prompts needed of ${JSON.stringify([line, band])} are ${own}`;
  const isOff = (n: number): boolean => {
    const at = line.mean - line.perRootPrompt / Math.sqrt(n);
    const reach = line.reach * Math.max(band.least, band.bias + band.perRootPrompt / Math.sqrt(n));
    return Math.sign(at) === Math.sign(line.mean) && Math.abs(at) > reach;
  };
  // A part of the band that never shrinks covers a line that it just reaches.
  const size = Math.abs(line.mean);
  const covered = size <= line.reach * band.least || size <= line.reach * band.bias;
  if (covered) return own === null ? [] : [`${what}, and the band never leaves the line`];
  if (own === null) return isOff(1e7) ? [what] : [];
  const late = own > line.n + 1 && isOff(own - 2);
  return isOff(own + 1) && !late ? [] : [what];
}
