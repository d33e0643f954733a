import { RetryLaterError } from '../../errors/network.js';

/** What an exchange may take. */
export interface ExchangeLimits {
  readonly signal: AbortSignal;
  /** Longest silence of the server, in milliseconds: before its headers, and between two pieces of its body. */
  readonly timeoutMs: number;
  /** Longest time of the whole exchange, in milliseconds. */
  readonly totalMs?: number;
}

/** Ends one exchange when it is interrupted, silent for too long or takes too long; keeps the reason. */
export class ExchangeWatch {
  /** Why the exchange was ended from this side. */
  reason: unknown;
  readonly #stop: (reason: unknown) => void;
  readonly #limits: ExchangeLimits;
  readonly #host: string;
  readonly #total: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;

  /** @param stop destroys the connection; called at most once */
  constructor(host: string, limits: ExchangeLimits, stop: (reason: unknown) => void) {
    this.#host = host;
    this.#limits = limits;
    this.#stop = stop;
    limits.signal.addEventListener('abort', this.#aborted, { once: true });
    const { totalMs } = limits;
    if (totalMs !== undefined)
      this.#total = setTimeout(
        () => this.#end(this.#slow(`the answer was not whole after ${totalMs} ms`)),
        totalMs,
      );
    this.arm();
  }

  /** Starts to wait for the server. */
  arm(): void {
    clearTimeout(this.#silence);
    const { timeoutMs } = this.#limits;
    this.#silence = setTimeout(
      () => this.#end(this.#slow(`the server was silent for ${timeoutMs} ms`)),
      timeoutMs,
    );
  }

  /** The server said something: while this side works, no silence is counted. */
  disarm(): void {
    clearTimeout(this.#silence);
  }

  /** The exchange is over. */
  finish(): void {
    this.disarm();
    clearTimeout(this.#total);
    this.#limits.signal.removeEventListener('abort', this.#aborted);
  }

  readonly #aborted = (): void => this.#end(this.#limits.signal.reason);

  #end(reason: unknown): void {
    this.finish();
    this.reason ??= reason;
    this.#stop(this.reason);
  }

  readonly #slow = (why: string): RetryLaterError =>
    new RetryLaterError({
      what: `no answer from ${this.#host} in time`,
      why,
      remedy: 'Run the same command again later; what was received is kept.',
      facts: { host: this.#host },
    });
}
