import type { Shrink, Told } from './ask.js';
import type { PageSize } from './pageSize.js';

/**
 * Reads keys in pages, several at once. A page that comes back as too large goes back into the line and is read in
 * smaller pages. After the first error no further page begins.
 * @param take gets each page with its value; the order of pages is not that of the keys
 */
export async function readPages<T>(
  keys: readonly string[],
  size: PageSize,
  pagesAtOnce: number,
  readPage: (page: readonly string[]) => Promise<Told<T> | Shrink>,
  take: (page: readonly string[], value: T) => void,
): Promise<void> {
  const line = [...keys];
  let failed = false;
  const work = async (): Promise<void> => {
    while (line.length > 0 && !failed) {
      const page = line.splice(0, size.keys);
      const told = await readPage(page).catch((error: unknown) => {
        failed = true;
        throw error;
      });
      if ('shrink' in told) {
        size.failed(page.length);
        line.unshift(...page);
        continue;
      }
      size.answered(page.length);
      take(page, told.value);
    }
  };
  // A worker that found the line empty may miss a page that comes back; the worker that put it back reads it.
  await Promise.all(Array.from({ length: pagesAtOnce }, work));
}
