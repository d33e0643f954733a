const STATE_WORDS = 624;
const SHIFT_WORDS = 397;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;

/** Bits that one state word hands to the next while the state is being filled. */
const mixed = (word: number): number => word ^ (word >>> 30);

/**
 * MT19937 as CPython's `_random` keeps it: filled from an array of words, 32 bits out per call.
 * Source: Matsumoto and Nishimura, mt19937ar (init_by_array, genrand_int32).
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(STATE_WORDS);
  #next = STATE_WORDS;

  /** @param key the seed as 32-bit words, lowest first; at least one word */
  constructor(key: readonly number[]) {
    this.#fill(19650218);
    this.#absorb(key);
  }

  /** The next word, 0 to 2^32 - 1. */
  nextWord(): number {
    if (this.#next === STATE_WORDS) this.#twist();
    let word = this.#state[this.#next++] as number;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> 0;
  }

  #fill(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < STATE_WORDS; i++) state[i] = Math.imul(1812433253, mixed(state[i - 1] as number)) + i;
  }

  #absorb(key: readonly number[]): void {
    const state = this.#state;
    let at = 1;
    const step = (multiplier: number, add: number): void => {
      state[at] = ((state[at] as number) ^ Math.imul(mixed(state[at - 1] as number), multiplier)) + add;
      at++;
      if (at < STATE_WORDS) return;
      state[0] = state[STATE_WORDS - 1] as number;
      at = 1;
    };
    const rounds = Math.max(STATE_WORDS, key.length);
    for (let i = 0; i < rounds; i++) {
      const j = i % key.length;
      step(1664525, (key[j] as number) + j);
    }
    for (let i = 1; i < STATE_WORDS; i++) step(1566083941, -at);
    state[0] = UPPER_BIT;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < STATE_WORDS; i++) {
      const following = state[(i + 1) % STATE_WORDS] as number;
      const joined = ((state[i] as number) & UPPER_BIT) | (following & LOWER_BITS);
      const far = state[(i + SHIFT_WORDS) % STATE_WORDS] as number;
      state[i] = far ^ (joined >>> 1) ^ (joined & 1 ? TWIST : 0);
    }
    this.#next = 0;
  }
}
