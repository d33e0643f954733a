import type { BlockHash } from '../../domain/block.js';
import { checkChanges } from './answers.js';
import { ask } from './ask.js';
import type { Endpoint } from './endpoint.js';
import { PageSize } from './pageSize.js';
import { readPages } from './readPages.js';

interface Expected {
  readonly value: Promise<string | null>;
  readonly resolve: (value: string | null) => void;
  readonly reject: (error: unknown) => void;
}

const expect = (): Expected => {
  let resolve: Expected['resolve'] = () => {};
  let reject: Expected['reject'] = () => {};
  const value = new Promise<string | null>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return { value, resolve, reject };
};

/** Bulk reads of state_queryStorageAt over all endpoints; a key that is being read at a block is not asked for again. */
export class StorageReader {
  readonly #endpoints: readonly Endpoint[];
  readonly #settings: { readonly maxRetries: number; readonly pagesAtOnce: number };
  readonly #size: PageSize;
  readonly #inFlight = new Map<string, Expected>();

  constructor(
    endpoints: readonly Endpoint[],
    settings: { readonly maxRetries: number; readonly pagesAtOnce: number; readonly pageSize: number },
  ) {
    this.#endpoints = endpoints;
    this.#settings = settings;
    this.#size = new PageSize(settings.pageSize);
  }

  /** @param keys lower-case hex with `0x`. @returns a pair for each of them, in their order */
  read(
    keys: readonly string[],
    hash: BlockHash,
  ): Promise<readonly (readonly [key: string, value: string | null])[]> {
    const fresh = new Map<string, Expected>();
    const all = keys.map(async (key): Promise<readonly [string, string | null]> => {
      const name = `${hash}${key}`;
      const running = this.#inFlight.get(name);
      if (running !== undefined) return [key, await running.value];
      const expected = expect();
      this.#inFlight.set(name, expected);
      fresh.set(key, expected);
      return [key, await expected.value];
    });
    if (fresh.size > 0) void this.#fetch(fresh, hash);
    return Promise.all(all);
  }

  async #fetch(fresh: ReadonlyMap<string, Expected>, hash: BlockHash): Promise<void> {
    const settle = (key: string, act: (expected: Expected) => void): void => {
      this.#inFlight.delete(`${hash}${key}`);
      const expected = fresh.get(key);
      if (expected !== undefined) act(expected);
    };
    try {
      await readPages(
        [...fresh.keys()],
        this.#size,
        this.#settings.pagesAtOnce,
        (page) => this.#readPage(page, hash),
        (page, values) => {
          for (const key of page) settle(key, ({ resolve }) => resolve(values.get(key) ?? null));
        },
      );
    } catch (error) {
      for (const key of fresh.keys()) settle(key, ({ reject }) => reject(error));
    }
  }

  #readPage(page: readonly string[], hash: BlockHash) {
    const question = {
      method: 'state_queryStorageAt',
      params: [page, hash],
      subject: `the state of block ${hash}`,
      check: (result: unknown) => checkChanges(result, page, hash),
      canShrink: page.length > 1,
    };
    return ask(this.#endpoints, question, this.#settings.maxRetries);
  }
}
