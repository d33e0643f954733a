/** What a key held, from each block at which it changed. */
interface History {
  readonly blocks: number[];
  readonly values: (string | null)[];
}

/** Storage of a range of blocks as the changes of each block; reading is a binary search per key. */
export class LayeredStorage {
  readonly #histories = new Map<string, History>();
  #sorted: string[] | null = null;

  /** Sets a value from a block on. Blocks come ascending; the last change of a key in one block counts. */
  set(block: number, key: string, value: string | null): void {
    let history = this.#histories.get(key);
    if (history === undefined) {
      history = { blocks: [], values: [] };
      this.#histories.set(key, history);
      this.#sorted = null;
    }
    if (history.blocks.at(-1) === block) history.values[history.values.length - 1] = value;
    else {
      history.blocks.push(block);
      history.values.push(value);
    }
  }

  /** The value after a block; null = absent. */
  get(block: number, key: string): string | null {
    const history = this.#histories.get(key);
    if (history === undefined) return null;
    let [low, high] = [0, history.blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((history.blocks[middle] ?? 0) <= block) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? null : (history.values[low - 1] ?? null);
  }

  /** Blocks at which some key changed. */
  changedBlocks(): ReadonlySet<number> {
    return new Set([...this.#histories.values()].flatMap((history) => history.blocks));
  }

  /** Present entries after a block below a prefix, ascending by key. */
  entries(block: number, prefix = ''): readonly (readonly [key: string, value: string])[] {
    this.#sorted ??= [...this.#histories.keys()].sort();
    const found: [string, string][] = [];
    for (let at = firstAtLeast(this.#sorted, prefix); at < this.#sorted.length; at++) {
      const key = this.#sorted[at] ?? '';
      if (!key.startsWith(prefix)) break;
      const value = this.get(block, key);
      if (value !== null) found.push([key, value]);
    }
    return found;
  }
}

function firstAtLeast(sorted: readonly string[], wanted: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
