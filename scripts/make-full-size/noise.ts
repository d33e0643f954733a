/** Prime, so that repeating the pool never puts equal rows into one tensor. */
const POOL = 1_048_573;

/** Uniform numbers in [-1, 1) from a fixed start; a linear congruential generator. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/**
 * Cheap weights: one pool of uniform numbers a spread, from which tensors of any size are cut at drawn places. Each number
 * is that of the generator, cut to bfloat16.
 */
export class Noise {
  private readonly pools = new Map<number, Uint16Array>();
  private readonly draw = uniform(24);

  /** Calls `write` with the bytes of `count` bfloat16 numbers in [-spread, spread], in parts. */
  async bfloat16(count: number, spread: number, write: (part: Uint8Array) => Promise<unknown>) {
    const pool = this.pool(spread);
    let at = Math.floor(((this.draw() + 1) / 2) * POOL);
    for (let left = count; left > 0; ) {
      const part = pool.subarray(at, Math.min(POOL, at + left));
      await write(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      left -= part.length;
      at = 0;
    }
  }

  private pool(spread: number): Uint16Array {
    const known = this.pools.get(spread);
    if (known !== undefined) return known;
    const pool = new Uint16Array(POOL);
    const word = new Float32Array(1);
    const bits = new Uint32Array(word.buffer);
    for (let i = 0; i < POOL; i += 1) {
      word[0] = this.draw() * spread;
      pool[i] = (bits[0] as number) >>> 16;
    }
    this.pools.set(spread, pool);
    return pool;
  }
}
