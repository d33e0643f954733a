import type { Endpoint } from './endpoint.js';
import { faultError } from './faultError.js';
import { REMEDIES } from './retry.js';
import type { Fault, FaultKind, Outcome } from './wire/fault.js';

/** A call and how its result is checked. */
export interface Question<T> {
  readonly method: string;
  readonly params: readonly unknown[];
  /** What is asked for, as an error names it: `the header of block 0x..`. */
  readonly subject: string;
  readonly check: (result: unknown) => Outcome<T>;
  /** The asker can ask for less: faults of size and time are then given back instead of tried again. */
  readonly canShrink?: boolean;
  /** Retries while an endpoint is not reachable, where they are to be fewer than others. */
  readonly maxDown?: number;
}

/** An answer with the endpoint that gave it. */
export interface Told<T> {
  readonly value: T;
  readonly endpoint: Endpoint;
}

/** A read that has to be smaller to succeed. */
export interface Shrink {
  readonly shrink: Fault;
}

/** Of several endpoints that failed each in its way, the fault that tells most about what to do now. */
const TELLING: readonly FaultKind[] = [
  'rateLimited',
  'down',
  'timeout',
  'tooLarge',
  'pruned',
  'blockUnknown',
];

const rank = (kind: FaultKind): number => {
  const at = TELLING.indexOf(kind);
  return at < 0 ? TELLING.length : at;
};

class Search {
  readonly #open: Set<Endpoint>;
  readonly #tries = new Map<string, number>();
  readonly #failed: { readonly endpoint: Endpoint; readonly fault: Fault }[] = [];

  constructor(endpoints: readonly Endpoint[], method: string) {
    this.#open = new Set(endpoints);
    for (const endpoint of endpoints) {
      const missing = endpoint.lacks(method);
      if (missing !== null) this.strike(endpoint, missing);
    }
  }

  /** The endpoint to ask now, one that does not rest before one that does; null when none is left. */
  next(): Endpoint | null {
    for (const endpoint of this.#open) {
      const given = endpoint.givenUp;
      if (given !== null) this.strike(endpoint, given);
    }
    const [best] = [...this.#open].sort(
      (a, b) => Number(a.pause !== null) - Number(b.pause !== null) || a.load - b.load,
    );
    return best ?? null;
  }

  /** Pauses of all endpoints that may still be asked. */
  pauses(): readonly (Promise<void> | null)[] {
    return [...this.#open].map((endpoint) => endpoint.pause);
  }

  strike(endpoint: Endpoint, fault: Fault): void {
    this.#open.delete(endpoint);
    this.#failed.push({ endpoint, fault });
  }

  /** Counts a fault of one kind. @returns whether the endpoint may be asked again */
  mayTryAgain(endpoint: Endpoint, kind: FaultKind, limit: number): boolean {
    const name = `${endpoint.label} ${kind}`;
    const tries = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tries);
    return tries <= limit;
  }

  worst(): { readonly endpoint: Endpoint; readonly fault: Fault } | undefined {
    return [...this.#failed].sort((a, b) => rank(a.fault.kind) - rank(b.fault.kind))[0];
  }
}

/** Tries of a call that is too large and cannot be made smaller: another call beside it may have been the large one. */
const LARGE_TRIES = 2;

/** Tries again after a bad answer: a gateway may spoil one, a node that spoils three is broken. */
const BAD_TRIES = 2;

const limitOf = (kind: FaultKind, question: Question<unknown>, maxRetries: number): number => {
  if (kind === 'tooLarge') return LARGE_TRIES;
  if (kind === 'badAnswer') return BAD_TRIES;
  return kind === 'down' ? Math.min(maxRetries, question.maxDown ?? maxRetries) : maxRetries;
};

/**
 * Asks one of several endpoints, the least busy first, until one answers: the next one where an endpoint cannot answer,
 * the same again after its pause where it may answer later.
 * @returns `shrink` instead of a fault of size or time, where the question allows it
 * @throws the error of the fault that tells most, when no endpoint is left; the reason of the signal
 */
export async function ask<T>(
  endpoints: readonly Endpoint[],
  question: Question<T>,
  maxRetries: number,
): Promise<Told<T> | Shrink> {
  const search = new Search(endpoints, question.method);
  for (;;) {
    const endpoint = search.next();
    if (endpoint === null) {
      const worst = search.worst();
      throw faultError(
        worst?.fault ?? { kind: 'down', why: 'no endpoint is left' },
        worst?.endpoint.label ?? 'no endpoint',
        question,
      );
    }
    if (endpoint.pause !== null) {
      await Promise.race(search.pauses());
      continue;
    }
    const visit = await endpoint.visit(question.method, question.params);
    if (visit === 'busy') continue;
    const outcome = 'fault' in visit ? visit : question.check(visit.value);
    if (!('fault' in outcome)) return { value: outcome.value, endpoint };
    const { fault } = outcome;
    const remedy = REMEDIES[fault.kind];
    if (remedy === 'stop') throw faultError(fault, endpoint.label, question);
    if (remedy === 'smaller' && question.canShrink === true) return { shrink: fault };
    if (remedy === 'elsewhere') search.strike(endpoint, fault);
    else if (!search.mayTryAgain(endpoint, fault.kind, limitOf(fault.kind, question, maxRetries)))
      search.strike(endpoint, fault);
  }
}
