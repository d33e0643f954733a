/** Formats of a zone: making one costs more than a frame may. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...(zone === 'local' ? {} : { timeZone: zone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
};

const partsOf = (at: number, zone: string): Readonly<Partial<Record<string, string>>> =>
  Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

/**
 * Month, day and time of day: `06-11 07:02:31`.
 * @param at milliseconds since 1970
 * @param zone `UTC`, `local`, or an IANA name that this machine knows
 */
export const timeText = (at: number, zone: string): string => {
  const { month, day, hour, minute, second } = partsOf(at, zone);
  return `${month}-${day} ${hour}:${minute}:${second}`;
};

/** A moment in full, with its zone: `2026-06-11 20:48:00 UTC`; parameters as those of `timeText`. */
export const fullTimeText = (at: number, zone: string): string =>
  `${partsOf(at, zone).year}-${timeText(at, zone)} ${zoneName(zone)}`;

/** The zone that times are shown in, by its name. */
export const zoneName = (zone: string): string =>
  zone === 'local' ? formatOf(zone).resolvedOptions().timeZone : zone;
