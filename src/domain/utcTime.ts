const DAY = 86_400;
/** Days of 400 years, after which the calendar repeats; of 100 years without and of 4 years with a leap day. */
const CYCLE = 146_097;
const CENTURY = 36_524;
const FOUR_YEARS = 1461;
/** 1970 began this many days after 0000-03-01: years from March on have their leap day as the last one. */
const EPOCH = 719_468;

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * A second of UTC as ISO 8601 writes it: `2026-06-11T20:48:00Z`.
 * @param seconds since 1970, a whole number from 0 to the end of the year 9999
 */
export function utcTime(seconds: number): string {
  const day = Math.floor(seconds / DAY) + EPOCH;
  const rest = seconds % DAY;
  const cycles = Math.floor(day / CYCLE);
  const inCycle = day % CYCLE;
  const centuries = Math.min(3, Math.floor(inCycle / CENTURY));
  const inCentury = inCycle - centuries * CENTURY;
  const fours = Math.floor(inCentury / FOUR_YEARS);
  const inFour = inCentury - fours * FOUR_YEARS;
  const years = Math.min(3, Math.floor(inFour / 365));
  const inYear = inFour - years * 365;
  // From March on, months have 153 days in five.
  const month = Math.floor((5 * inYear + 2) / 153);
  const date = inYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = cycles * 400 + centuries * 100 + fours * 4 + years + (month >= 10 ? 1 : 0);
  const parts = [String(year).padStart(4, '0'), two(month < 10 ? month + 3 : month - 9), two(date)];
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${parts.join('-')}T${time.map(two).join(':')}Z`;
}
