import type { Parts } from './reference.js';

// The latent memory in general, token by token and slot by slot, in float64.

export type Matrix = Float64Array[];
/** M, [slots][memory_dim]. */
export type Memory = Matrix;

const SEGMENT = 64;

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
export const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

export function softmax(values: readonly number[]): number[] {
  const top = Math.max(...values);
  const exps = values.map((value) => Math.exp(value - top));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((value) => value / sum);
}

/** Writes the tokens into the memory, then reads it for each token: what is added to the layer, and the memory after. */
export function memory(
  parts: Pick<Parts, 'config' | 'w' | 'linear'>,
  u: Matrix,
  layer: string,
  before?: Memory,
): { addition: Matrix; next: Memory } {
  const { config, w, linear } = parts;
  const m = `${layer}memory.`;
  const { memorySlots, memoryDim } = config;
  const normed = u.map((row) => {
    const mean = row.reduce((a, b) => a + b, 0) / row.length;
    const centred = row.map((value) => value - mean);
    const scale = 1 / Math.sqrt(dot(centred, centred) / row.length + 1e-5);
    return centred.map(
      (value, i) =>
        value * scale * (w(`${m}input_norm.weight`)[i] as number) + (w(`${m}input_norm.bias`)[i] as number),
    );
  });
  const z = linear(normed, `${m}summary_proj.weight`, `${m}summary_proj.bias`);
  const e = linear(normed, `${m}W_eta.weight`, `${m}W_eta.bias`).map((row) => row[0] as number);
  const old = before ?? Array.from({ length: memorySlots }, () => new Float64Array(memoryDim));
  const next = write(parts, m, z, e, old);
  const read = linear(normed, `${m}W_qkv_mem.weight`).map((row) => lookUp(row.subarray(2 * memoryDim), next));
  const gate = linear(u, `${layer}W_alpha.weight`, `${layer}W_alpha.bias`);
  const addition = linear(read, `${layer}C_to_hidden.weight`).map((row, t) =>
    row.map((value) => value * sigmoid(gate[t]?.[0] as number)),
  );
  return { addition, next };
}

function write(
  { config, w }: Pick<Parts, 'config' | 'w'>,
  m: string,
  z: Matrix,
  e: number[],
  old: Memory,
): Memory {
  const { memoryDim } = config;
  const root = Math.sqrt(memoryDim);
  while (z.length % SEGMENT !== 0) {
    z.push(new Float64Array(memoryDim));
    e.push(-10);
  }
  const segments = z.length / SEGMENT;
  const sharpness = Math.exp(w(`${m}temperature`)[0] as number);
  const change = old.map((slot) => slot.map(() => 0));
  let strengths = 0;
  for (let s = 0; s < segments; s += 1) {
    const rows = z.slice(s * SEGMENT, (s + 1) * SEGMENT);
    const weights = softmax(rows.map((row) => dot(row, w(`${m}summary_query`)) / root));
    const summary = Float64Array.from({ length: memoryDim }, (_, i) =>
      rows.reduce((sum, row, t) => sum + (weights[t] as number) * (row[i] as number), 0),
    );
    const strength = Math.max(...e.slice(s * SEGMENT, (s + 1) * SEGMENT).map(sigmoid));
    strengths += strength;
    const shares = softmax(old.map((slot) => (dot(summary, slot) / root) * sharpness));
    change.forEach((slot, k) => {
      slot.forEach((value, i) => {
        slot[i] = value + (shares[k] as number) * strength * (summary[i] as number);
      });
    });
  }
  return old.map((slot, k) =>
    slot.map((value, i) => {
      const gate = (strengths / segments) * sigmoid(w(`${m}eta_channels`)[i] as number);
      return (1 - gate) * value + (change[k]?.[i] as number) / segments;
    }),
  );
}

/** The read of one token; above 1,024 slots only the 64 best take part. */
function lookUp(query: Float64Array, slots: Memory): Float64Array {
  const scores = slots.map((slot) => dot(query, slot));
  const ranked = Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const chosen = slots.length > 1024 ? ranked.slice(0, 64) : ranked;
  const attention = softmax(chosen.map((k) => 2 * (scores[k] as number)));
  return Float64Array.from(slots[0] as Float64Array, (_, i) =>
    chosen.reduce((sum, k, place) => sum + (attention[place] as number) * (slots[k]?.[i] as number), 0),
  );
}
