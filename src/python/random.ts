import { sha512 } from '@noble/hashes/sha2.js';
import { MersenneTwister } from './mersenneTwister.js';

const WORD = 2 ** 32;

/** Anything that can be permuted in place. */
interface Permutable<T> {
  readonly length: number;
  [index: number]: T;
}

/**
 * CPython's `random.Random`, bit for bit, as of 3.11: the same seed and the same calls give the same values.
 * An int seeds by its absolute value, a str by its UTF-8 bytes followed by their sha512.
 * Arguments that Python refuses throw RangeError.
 */
export class PyRandom {
  readonly #twister: MersenneTwister;

  /** @param seed a Python int (a number must be a safe integer) or a Python str */
  constructor(seed: number | bigint | string) {
    this.#twister = new MersenneTwister(seedWords(typeof seed === 'string' ? textSeed(seed) : BigInt(seed)));
  }

  /** A float in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.#twister.nextWord() >>> 5;
    const low = this.#twister.nextWord() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** An int of `bits` random bits; the first word drawn holds the lowest 32. */
  getrandbits(bits: number): bigint {
    if (!Number.isSafeInteger(bits) || bits < 0) throw new RangeError('number of bits must be 0 or more');
    let value = 0n;
    for (let shift = 0; shift < bits; shift += 32) {
      const word = this.#bits(Math.min(32, bits - shift));
      value |= BigInt(word) << BigInt(shift);
    }
    return value;
  }

  /** An int in [0, n). */
  randbelow(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1)
      throw new RangeError('upper bound must be an integer of 1 or more');
    if (n < WORD) {
      const bits = 32 - Math.clz32(n);
      let value = this.#bits(bits);
      while (value >= n) value = this.#bits(bits);
      return value;
    }
    const highBits = 32 - Math.clz32(Math.floor(n / WORD));
    const draw = (): number => {
      const low = this.#bits(32);
      return low + this.#bits(highBits) * WORD;
    };
    let value = draw();
    while (value >= n) value = draw();
    return value;
  }

  /** An int in [first, last], both ends included. */
  randint(first: number, last: number): number {
    return this.randrange(first, last + 1);
  }

  /** An item of `range(stop)`, or of `range(start, stop, step)`. */
  randrange(start: number, stop?: number, step = 1): number {
    const [from, to] = stop === undefined ? [0, start] : [start, stop];
    if (![from, to, step].every(Number.isSafeInteger) || step === 0)
      throw new RangeError('range needs integers and a step other than 0');
    const count = Math.ceil((to - from) / step);
    if (count < 1) throw new RangeError('empty range');
    return from + step * this.randbelow(count);
  }

  /** One item of a sequence that is not empty. */
  choice<T>(items: ArrayLike<T>): T {
    return items[this.randbelow(items.length)] as T;
  }

  /** Permutes `items` in place. */
  shuffle<T>(items: Permutable<T>): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.randbelow(i + 1);
      const kept = items[i] as T;
      items[i] = items[j] as T;
      items[j] = kept;
    }
  }

  /** `count` items at different positions, in the order drawn. */
  sample<T>(items: ArrayLike<T>, count: number): T[] {
    const size = items.length;
    if (!Number.isSafeInteger(count) || count < 0 || count > size)
      throw new RangeError('sample larger than population or negative');
    return size <= poolLimit(count) ? this.#sampleFromPool(items, count) : this.#sampleFromSet(items, count);
  }

  #sampleFromPool<T>(items: ArrayLike<T>, count: number): T[] {
    const pool = Array.from(items);
    const drawn: T[] = [];
    for (let left = pool.length; drawn.length < count; left--) {
      const j = this.randbelow(left);
      drawn.push(pool[j] as T);
      pool[j] = pool[left - 1] as T;
    }
    return drawn;
  }

  #sampleFromSet<T>(items: ArrayLike<T>, count: number): T[] {
    const positions = new Set<number>();
    while (positions.size < count) positions.add(this.randbelow(items.length));
    return Array.from(positions, (position) => items[position] as T);
  }

  /** 0 bits draw nothing; 1 to 32 bits draw one word and keep its highest bits. */
  #bits(count: number): number {
    return count === 0 ? 0 : this.#twister.nextWord() >>> (32 - count);
  }
}

/** Above this population size CPython keeps a set of drawn positions instead of a pool. */
function poolLimit(count: number): number {
  if (count <= 5) return 21;
  let table = 1;
  while (table < 3 * count) table *= 4;
  return 21 + table;
}

function textSeed(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  return bigEndian(sha512(bytes), bigEndian(bytes, 0n));
}

function bigEndian(bytes: Uint8Array, above: bigint): bigint {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return (above << BigInt(8 * bytes.length)) | BigInt(`0x0${digits}`);
}

function seedWords(seed: bigint): number[] {
  const words: number[] = [];
  let rest = seed < 0n ? -seed : seed;
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}
