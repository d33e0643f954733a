/** Runs tasks with at most so many at once, in the order they came. After the first failure no task starts any more. */
export class TaskPool {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #failure: { readonly error: unknown } | null = null;

  /** @param width tasks at once, at least 1 */
  constructor(private readonly width: number) {}

  /** Runs one task. @throws what it throws, or the failure that stopped the pool */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.width) await new Promise<void>((resume) => this.#waiting.push(resume));
    else this.#running += 1;
    try {
      if (this.#failure !== null) throw this.#failure.error;
      return await task();
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /**
   * Runs a function over items, through the pool or not, and waits for all of them even when one fails, so that nothing
   * goes on behind a caller that got an error.
   * @throws the first failure of the pool, else of the list
   */
  async all<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<R[]> {
    const settled = await Promise.allSettled(items.map(each));
    const results: R[] = [];
    for (const one of settled)
      if (one.status === 'fulfilled') results.push(one.value);
      else throw this.#failure === null ? one.reason : this.#failure.error;
    return results;
  }
}
