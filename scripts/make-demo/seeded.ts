import { createHash } from 'node:crypto';
import { PyRandom } from '../../src/python/random.js';

/**
 * Reproducible draws from the maker's seed. Every use has its own label, so that one more draw in one place moves
 * nothing in another.
 */
export class Seeded {
  readonly #name: string;
  #drawn: PyRandom | undefined;

  constructor(
    private readonly seed: number,
    private readonly label: string,
  ) {
    this.#name = `recrown-demo/${seed}/${label}`;
  }

  /** Seeded at the first draw: that costs more than a draw, and many forks give bytes alone. */
  get #random(): PyRandom {
    this.#drawn ??= new PyRandom(this.#name);
    return this.#drawn;
  }

  /** A generator of the same seed under a longer label. */
  fork(label: string | number): Seeded {
    return new Seeded(this.seed, `${this.label}/${label}`);
  }

  /** 32 bytes that depend on seed and label alone. */
  bytes32(label: string): Uint8Array {
    return createHash('sha256').update(`${this.#name}/${label}`).digest();
  }

  /** Number in [0, 1). */
  unit(): number {
    return this.#random.random();
  }

  /** Integer in `from` .. `to`, both included. */
  int(from: number, to: number): number {
    return this.#random.randint(from, to);
  }

  /** Near normal, mean 0, variance 1: four uniform draws, so that no transcendental function is involved. */
  gauss(): number {
    return (this.unit() + this.unit() + this.unit() + this.unit() - 2) * Math.sqrt(3);
  }

  /** A copy in drawn order. */
  shuffle<T>(items: readonly T[]): T[] {
    const out = [...items];
    this.#random.shuffle(out);
    return out;
  }
}
