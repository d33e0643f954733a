/** Entries of a sentence; a published file may hold any number of them. */
const MOST = 20;

/** A list for a reader, cut after 20 entries with the number of the others. */
export const listed = (entries: readonly (string | number)[]): string =>
  entries.length <= MOST
    ? entries.join(', ')
    : `${entries.slice(0, MOST).join(', ')} and ${entries.length - MOST} more`;
