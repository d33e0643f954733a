/** Reads in flight by name: whoever asks for the same thing meanwhile gets the same answer. Nothing is kept afterwards. */
export class SharedReads {
  readonly #inFlight = new Map<string, Promise<unknown>>();

  /** @param name stands for the read and its kind of answer */
  share<T>(name: string, read: () => Promise<T>): Promise<T> {
    const running = this.#inFlight.get(name);
    if (running !== undefined) return running as Promise<T>;
    const started = read().finally(() => this.#inFlight.delete(name));
    this.#inFlight.set(name, started);
    return started;
  }
}
