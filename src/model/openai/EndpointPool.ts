import { RetryLaterError } from '../../errors/network.js';
import type { Endpoint } from './Endpoint.js';

/** Turns that an endpoint is passed over after a failure, doubled with each further one. */
const FIRST_REST = 4;
const LONGEST_REST = 64;

interface Member {
  readonly endpoint: Endpoint;
  /** Pieces of work on it now. */
  busy: number;
  /** Failures since its last success. */
  failures: number;
  /** Turns that it is still passed over while another one can be had. */
  rest: number;
  /** It asked not to be asked before this time, milliseconds since 1970. */
  until: number;
}

/**
 * Spreads work over the endpoints that serve one model: the least busy one first, the first given among equals. One that
 * cannot answer is passed over for some turns, and its work goes to the next one at once; one that asked for a wait gets it.
 */
export class EndpointPool {
  readonly #members: readonly Member[];
  readonly #now: () => number;

  /**
   * @param endpoints at least one
   * @param now milliseconds since 1970
   */
  constructor(endpoints: readonly Endpoint[], now: () => number) {
    this.#members = endpoints.map((endpoint) => ({ endpoint, busy: 0, failures: 0, rest: 0, until: 0 }));
    this.#now = now;
  }

  /**
   * @throws RetryLaterError when none of them can answer now; at once whatever else the work throws
   */
  async use<T>(work: (endpoint: Endpoint) => Promise<T>): Promise<T> {
    const tried = new Set<Member>();
    let last: RetryLaterError | null = null;
    for (;;) {
      const member = this.#next(tried);
      if (member === null) throw last ?? this.#allWait();
      tried.add(member);
      try {
        return await this.#on(member, work);
      } catch (error) {
        if (!(error instanceof RetryLaterError)) throw error;
        last = error;
      }
    }
  }

  async #on<T>(member: Member, work: (endpoint: Endpoint) => Promise<T>): Promise<T> {
    member.busy += 1;
    try {
      const result = await work(member.endpoint);
      member.failures = 0;
      member.rest = 0;
      return result;
    } catch (error) {
      if (error instanceof RetryLaterError) {
        member.rest = Math.min(LONGEST_REST, FIRST_REST * 2 ** member.failures);
        member.failures += 1;
        const { retryAfterMs } = error.facts;
        if (typeof retryAfterMs === 'number') member.until = this.#now() + retryAfterMs;
      }
      throw error;
    } finally {
      member.busy -= 1;
    }
  }

  /** Null when every one left was tried, or wants no request yet. */
  #next(tried: ReadonlySet<Member>): Member | null {
    const now = this.#now();
    const left = this.#members.filter((member) => !tried.has(member) && member.until <= now);
    const awake = left.filter((member) => member.rest === 0);
    const [first, ...others] = awake.length > 0 ? awake : left;
    for (const member of left) member.rest = Math.max(0, member.rest - 1);
    if (first === undefined) return null;
    return others.reduce((least, member) => (member.busy < least.busy ? member : least), first);
  }

  #allWait(): RetryLaterError {
    const retryAfterMs = Math.max(0, Math.min(...this.#members.map((member) => member.until)) - this.#now());
    return new RetryLaterError({
      what: 'every teacher server limits how often it is asked',
      why: `the first one wants to be asked again in ${Math.ceil(retryAfterMs / 1000)} s`,
      remedy: 'Run the same command again later; what was received is kept.',
      facts: { retryAfterMs },
    });
  }
}
