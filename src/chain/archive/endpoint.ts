import { Gate } from './gate.js';
import { pauseMs, type RetryPolicy } from './retry.js';
import type { Channel } from './wire/channel.js';
import type { Fault, FaultKind, Outcome } from './wire/fault.js';
import { type EndpointAddress, withoutSecrets } from './wire/parseEndpoint.js';

/** Result of a visit: an outcome, or `busy` when the endpoint began a pause while the visit waited at its gate. */
export type Visit<T> = Outcome<T> | 'busy';

/** Faults after which an endpoint is left alone for a while. */
const PAUSING: ReadonlySet<FaultKind> = new Set(['down', 'rateLimited', 'timeout']);

/**
 * One node with its health. A failure pauses the endpoint as a whole, and until a call works again its calls go one by
 * one, so that many waiting calls are not many knocks at a closed door.
 */
export class Endpoint {
  readonly label: string;
  readonly #address: EndpointAddress;
  readonly #channel: Channel;
  readonly #policy: RetryPolicy;
  readonly #signal: AbortSignal;
  readonly #gate: Gate;
  readonly #onCall: (method: string, label: string) => void;
  #failures = 0;
  #streak = 0;
  #pause: Promise<void> | null = null;
  #lastFault: Fault | null = null;
  readonly #missing = new Map<string, Fault>();

  constructor(
    address: EndpointAddress,
    channel: Channel,
    settings: {
      readonly policy: RetryPolicy;
      readonly signal: AbortSignal;
      readonly concurrency: number;
      readonly onCall: (method: string, label: string) => void;
    },
  ) {
    this.label = address.label;
    this.#address = address;
    this.#channel = channel;
    this.#policy = settings.policy;
    this.#signal = settings.signal;
    this.#onCall = settings.onCall;
    this.#gate = new Gate(() => (this.#streak > 0 ? 1 : settings.concurrency));
  }

  /** Calls in flight and waiting. */
  get load(): number {
    return this.#gate.load;
  }

  /** Ends when the present pause ends; null when there is none. */
  get pause(): Promise<void> | null {
    return this.#pause;
  }

  /** The last fault, while the endpoint rests after more failures in a row than are tried; else null. */
  get givenUp(): Fault | null {
    return this.#pause !== null && this.#streak > this.#policy.maxRetries ? this.#lastFault : null;
  }

  /** The fault by which the endpoint once said that it does not offer a method, else null. */
  lacks(method: string): Fault | null {
    return this.#missing.get(method) ?? null;
  }

  /** Sends one call when there is room for it. */
  async visit(method: string, params: readonly unknown[]): Promise<Visit<unknown>> {
    await this.#gate.enter();
    try {
      this.#signal.throwIfAborted();
      if (this.#pause !== null) return 'busy';
      const failuresBefore = this.#failures;
      this.#onCall(method, this.label);
      const outcome = await this.#channel.call(method, params);
      this.#signal.throwIfAborted();
      if (!('fault' in outcome)) {
        if (failuresBefore === this.#failures) this.#streak = 0;
        return outcome;
      }
      const shown = { ...outcome.fault, why: withoutSecrets(outcome.fault.why, this.#address) };
      if (PAUSING.has(shown.kind)) this.#fail(shown, failuresBefore);
      if (shown.kind === 'methodMissing') this.#missing.set(method, shown);
      return { fault: shown };
    } finally {
      this.#gate.leave();
    }
  }

  close(): Promise<void> {
    return this.#channel.close();
  }

  /** Calls that were in flight together and fail together are one failure. */
  #fail(fault: Fault, failuresBefore: number): void {
    this.#lastFault = fault;
    const isNew = failuresBefore === this.#failures;
    if (isNew) {
      this.#failures += 1;
      this.#streak += 1;
    } else if (fault.retryAfterMs === undefined) return;
    const ms = pauseMs(fault.kind, this.#streak, fault.retryAfterMs, this.#policy);
    const pause = Promise.all([this.#pause, this.#policy.sleep(ms, this.#signal)]).then(() => {
      if (this.#pause === pause) this.#pause = null;
    });
    // Who waits for the pause hears of an interruption; here it must only not go unheard.
    pause.catch(() => {});
    this.#pause = pause;
  }
}
