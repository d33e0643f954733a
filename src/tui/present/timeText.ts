/** Formats of a zone: making one costs more than a frame may. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...(zone === 'local' ? {} : { timeZone: zone }),
    hourCycle: 'h23',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
};

/**
 * Month, day and time of day: `06-11 07:02:31`.
 * @param at milliseconds since 1970
 * @param zone `UTC`, `local`, or an IANA name that this machine knows
 */
export const timeText = (at: number, zone: string): string => {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
};

/** The zone that times are shown in, by its name. */
export const zoneName = (zone: string): string =>
  zone === 'local' ? formatOf(zone).resolvedOptions().timeZone : zone;
