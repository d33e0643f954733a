/** Lets a number of tasks through at once; the number may change from one task to the next. */
export class Gate {
  readonly #width: () => number;
  readonly #queue: (() => void)[] = [];
  #inside = 0;

  /** @param width tasks that may be inside now, at least 1 */
  constructor(width: () => number) {
    this.#width = width;
  }

  /** Tasks inside and in the queue. */
  get load(): number {
    return this.#inside + this.#queue.length;
  }

  /** Resolves when there is room; the caller calls `leave` once afterwards. */
  async enter(): Promise<void> {
    if (this.#queue.length === 0 && this.#inside < this.#width()) {
      this.#inside += 1;
      return;
    }
    await new Promise<void>((resolve) => this.#queue.push(resolve));
  }

  leave(): void {
    this.#inside -= 1;
    while (this.#queue.length > 0 && this.#inside < this.#width()) {
      this.#inside += 1;
      this.#queue.shift()?.();
    }
  }
}
