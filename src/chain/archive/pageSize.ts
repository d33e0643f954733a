/** Over this many keys a bulk read, the public archive becomes slow at once. */
const LARGEST_READ = 100;

/** Keys of one proof share most of its nodes, so that one large proof is less work than several small ones. */
export const LARGEST_PROOF = 256;

/** Full pages in a row that were answered before pages grow. */
const GROW_AFTER = 8;

/** Part of a page by which pages grow: a page that just had to shrink must not double at once. */
const GROW_BY = 0.1;

/** Number of keys of one bulk call: halves when a node cannot give a page, grows slowly while it can. */
export class PageSize {
  #keys: number;
  #answered = 0;

  /** @param start keys of the first page, 1 to `largest` */
  constructor(
    start: number,
    private readonly largest = LARGEST_READ,
  ) {
    this.#keys = Math.min(largest, Math.max(1, Math.floor(start)));
  }

  get keys(): number {
    return this.#keys;
  }

  /** Records a page that was answered. */
  answered(keys: number): void {
    if (keys < this.#keys) return;
    this.#answered += 1;
    if (this.#answered < GROW_AFTER) return;
    this.#answered = 0;
    this.#keys = Math.min(this.largest, this.#keys + Math.ceil(this.#keys * GROW_BY));
  }

  /** Records a page that was too large or too slow; pages of one size that fail together halve it once. */
  failed(keys: number): void {
    this.#answered = 0;
    this.#keys = Math.max(1, Math.min(this.#keys, Math.floor(keys / 2)));
  }
}
