import { PublishedValue } from './publishedValue.js';

/** Whether a file is the answer of the scores endpoint, which holds several tables, and no table of its own. */
const isServed = (file: PublishedValue): boolean =>
  file.value instanceof Map && file.value.get('scores') instanceof Map;

/** Reads files that are answers of an API as the state files that they stand for. */
export const servedTables = {
  isServed,

  /** A table inside the answer of the scores endpoint; null when it is not there. */
  member(file: PublishedValue, key: string): PublishedValue | null {
    if (!isServed(file)) return null;
    const table = file.get(key);
    return table.isNull ? null : table;
  },

  /** A round history: the list itself (oldest first), or the pages of the endpoint (newest first). */
  history(file: PublishedValue): PublishedValue {
    if (!(file.value instanceof Map) || !file.value.has('rounds')) return file;
    const rounds = file.get('rounds');
    const values = rounds.items().map((one) => one.value ?? null);
    return new PublishedValue(file.file, 'rounds', values.reverse());
  },
};
