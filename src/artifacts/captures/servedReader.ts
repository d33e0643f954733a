import { PublishedFileError } from '../../errors/artifact.js';
import { PublishedValue } from '../published/publishedValue.js';
import type { CaptureFiler, Source } from './captureFiler.js';
import type { CaptureName } from './captureLine.js';
import { type HistoryPage, readHistoryPage } from './convertServed.js';
import type { ServedApi } from './servedApi.js';

/** An answer, and what it was asked by. */
interface Asked {
  readonly body: PublishedValue;
  readonly source: Source;
}

interface PageAsked extends Asked {
  readonly made: HistoryPage;
}

const PAGE = 50;
const MAX_PAGES = 10;

/** Path of the published rows, newest first; null asks for the first page as it comes. */
export const historyPath = (page: number | null): string =>
  `/api/round-history?limit=${PAGE}${page === null ? '' : `&page=${page}`}`;

/** Asks one validator and makes files of its answers; an answer that cannot be taken is noted, with its body where it came whole. */
export class ServedReader {
  constructor(
    readonly api: ServedApi,
    readonly filer: CaptureFiler,
    readonly signal: AbortSignal,
  ) {}

  /**
   * All pages of the history: the first as it comes without a number, the others by the number that it names.
   * @returns null when they do not fit together, none when one cannot be taken
   */
  async pages(): Promise<readonly PageAsked[] | null> {
    const pages: PageAsked[] = [];
    for (let asked: number | null = null; pages.length < MAX_PAGES; ) {
      const found: PageAsked | null = await this.read(
        'h2h_history.json',
        historyPath(asked),
        readHistoryPage,
      );
      if (found === null) return [];
      pages.push(found);
      const { total, page, hasMore }: HistoryPage = found.made;
      if (total !== pages[0]?.made.total || (page ?? asked) !== (asked ?? page)) return null;
      if (!hasMore) break;
      asked = (page ?? asked ?? 1) + 1;
    }
    return pages;
  }

  /** Asks one path and makes a file of the answer; null when either fails, which is noted. */
  async read<T>(
    name: CaptureName,
    path: string,
    make: (body: PublishedValue) => T,
  ): Promise<(Asked & { made: T }) | null> {
    const asked = await this.ask(name, path);
    const made = await this.convert(name, asked, make);
    return asked === null || made === null ? null : { ...asked, made };
  }

  /** Asks one path; a fault is noted. */
  async ask(name: CaptureName, path: string): Promise<Asked | null> {
    const served = await this.api.get(path, this.signal);
    if ('why' in served) {
      const { status, why, bytes } = served;
      const source = status === null || bytes === undefined ? undefined : { path, status, bytes };
      await this.filer.refuse(name, path, status, why, source);
      return null;
    }
    const { status, bytes, value } = served;
    return { body: new PublishedValue(path, '', value), source: { path, status, bytes } };
  }

  /** Makes a file of an answer; one of another shape is noted, and its body kept. */
  async convert<T>(
    name: CaptureName,
    asked: Asked | null,
    make: (body: PublishedValue) => T,
  ): Promise<T | null> {
    if (asked === null) return null;
    try {
      return make(asked.body);
    } catch (error) {
      if (!(error instanceof PublishedFileError)) throw error;
      const { path, status } = asked.source;
      await this.filer.refuse(name, path, status, `wrong-shape: ${error.why ?? ''}`, asked.source);
      return null;
    }
  }
}
