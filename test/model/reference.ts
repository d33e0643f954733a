import type { QuasarConfig } from '../../src/model/graphs/QuasarConfig.js';
import type { TensorData } from '../../src/model/safetensors/writeSafetensors.js';
import { dot, type Matrix, type Memory, memory, sigmoid, softmax } from './memoryReference.js';
import { toBfloat16 } from './synthetic.js';

// A second evaluation of the architecture: float64, one token after the other, loops instead of a graph.
// Only the rotation angles and the gate rounding are narrower, as the architecture has them.

type Weights = Readonly<Record<string, TensorData>>;

const silu = (x: number) => x * sigmoid(x);
const softplus = (x: number) => (x > 30 ? x : Math.log1p(Math.exp(x)));
const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/** What the evaluation saw inside: entries by rising layer of their kind. */
export interface Seen {
  /** Assignments beyond the capacity, per layer with experts. */
  readonly dropped: number[];
  /** Mean gate of the latent memory, per gated layer. */
  readonly gates: number[];
  /** After each layer, [T][d_model]. */
  readonly hidden: Matrix[];
}

/**
 * Logits of every position, [T][vocabulary].
 *
 * @param start position of the first token
 * @param memories of the gated layers by layer, empty where one is missing; holds what was written afterwards
 * @param seen is filled
 */
export function referenceLogits(
  config: QuasarConfig,
  weights: Weights,
  ids: readonly number[],
  start = 0,
  memories: Map<number, Memory> = new Map(),
  seen: Seen = { dropped: [], gates: [], hidden: [] },
): Matrix {
  const w = (name: string) => (weights[name] as TensorData).data;
  const linear = (x: Matrix, name: string, bias?: string): Matrix => {
    const { shape, data } = weights[name] as TensorData;
    const [out, width] = shape as [number, number];
    const b = bias === undefined ? null : w(bias);
    // Plain loops: the sets are evaluated thousands of rows at a time.
    return x.map((row) => {
      const line = new Float64Array(out);
      for (let o = 0, at = 0; o < out; o += 1) {
        let sum = 0;
        for (let i = 0; i < width; i += 1, at += 1) sum += (row[i] as number) * (data[at] as number);
        line[o] = sum + (b === null ? 0 : (b[o] as number));
      }
      return line;
    });
  };
  const norm = (x: Matrix, name: string, eps = config.rmsNormEps) => x.map((row) => rms(row, w(name), eps));
  const swiglu = (x: Matrix, prefix: string) => {
    const up = linear(x, `${prefix}up.weight`);
    const gate = linear(x, `${prefix}gate.weight`);
    return linear(
      gate.map((row, t) => row.map((value, i) => silu(value) * (up[t]?.[i] as number))),
      `${prefix}down.weight`,
    );
  };
  const parts: Parts = { config, weights, w, linear, norm, swiglu, seen };
  const embed = w('model.embed_tokens.weight');
  let h = norm(
    ids.map((id) => Float64Array.from(embed.subarray(id * config.dModel, (id + 1) * config.dModel))),
    'model.embed_norm.weight',
  );
  const add = (block: Matrix, name: string) => {
    const scaled = norm(block, name);
    h = h.map((row, t) => row.map((value, i) => value + config.residualScale * (scaled[t]?.[i] as number)));
  };
  let moe = 0;
  config.layerTypes.forEach((type, i) => {
    const layer = `model.layers.${i}.`;
    const u = norm(h, `${layer}ln1.weight`);
    add(
      type === 'quasar' ? quasar(parts, u, `${layer}attn.`, start) : gated(parts, u, layer, memories, i),
      `${layer}ln1_out.weight`,
    );
    const y = norm(h, `${layer}ln2.weight`);
    if (i >= config.denseInputLayers && config.numRoutedExperts > 0) {
      add(experts(parts, y, `${layer}ffn.`, moe), `${layer}ln2_out.weight`);
      moe += 1;
    } else add(swiglu(y, `${layer}ffn.`), `${layer}ln2_out.weight`);
    seen.hidden.push(h);
  });
  return linear(norm(h, 'model.norm.weight'), 'lm_head.weight');
}

export interface Parts {
  readonly config: QuasarConfig;
  readonly weights: Weights;
  readonly w: (name: string) => Float32Array;
  readonly linear: (x: Matrix, name: string, bias?: string) => Matrix;
  readonly norm: (x: Matrix, name: string, eps?: number) => Matrix;
  readonly swiglu: (x: Matrix, prefix: string) => Matrix;
  readonly seen: Seen;
}

function rms(row: Float64Array, weight: ArrayLike<number>, eps: number): Float64Array {
  const scale = 1 / Math.sqrt(dot(row, row) / row.length + eps);
  return row.map((value, i) => value * scale * (weight[i] as number));
}

function quasar({ config, w, linear }: Parts, u: Matrix, prefix: string, start: number): Matrix {
  const { nHeads, headDim, convSize, dModel, ropeTheta } = config;
  const conv = (letter: string) => {
    const x = linear(u, `${prefix}${letter}_proj.weight`);
    const kernel = w(`${prefix}${letter}_conv1d.weight`);
    return x.map((row, t) =>
      row.map((_, c) => {
        let sum = 0;
        for (let tap = 0; tap < convSize; tap += 1)
          sum += (x[t - convSize + 1 + tap]?.[c] ?? 0) * (kernel[c * convSize + tap] as number);
        return silu(sum);
      }),
    );
  };
  const rotary = Math.floor(dModel / nHeads);
  const turned = (x: Matrix) =>
    x.map((row, t) => {
      const out = row.slice();
      for (let h = 0; h < nHeads; h += 1) {
        const at = h * headDim;
        for (let i = 0; i < rotary / 2; i += 1) {
          const frequency = Math.fround(1 / Math.fround(ropeTheta ** Math.fround((2 * i) / rotary)));
          const angle = Math.fround((start + t) * frequency);
          const a = row[at + i] as number;
          const b = row[at + i + rotary / 2] as number;
          out[at + i] = a * Math.cos(angle) - b * Math.sin(angle);
          out[at + i + rotary / 2] = b * Math.cos(angle) + a * Math.sin(angle);
        }
        const head = out.subarray(at, at + headDim);
        const length = Math.max(Math.sqrt(dot(head, head)), 1e-12);
        head.forEach((value, i) => {
          head[i] = value / length;
        });
      }
      return out;
    });
  const q = turned(conv('q'));
  const k = turned(conv('k'));
  const v = conv('v');
  const beta = linear(u, `${prefix}b_proj.weight`);
  const gate = linear(
    linear(u, `${prefix}g_proj.0.weight`),
    `${prefix}g_proj.1.weight`,
    `${prefix}g_proj.1.bias`,
  );
  const out = u.map(() => new Float64Array(nHeads * headDim));
  for (let h = 0; h < nHeads; h += 1) {
    const part = (x: Matrix, t: number) => (x[t] as Float64Array).subarray(h * headDim, (h + 1) * headDim);
    const state = Array.from({ length: headDim }, () => new Float64Array(headDim));
    u.forEach((_, t) => {
      const key = part(k, t);
      const square = clamp(dot(key, key), 0.1, 10);
      let rate = 0;
      for (let j = 0; j < headDim; j += 1) {
        const bias = w(`${prefix}dt_bias`)[h * headDim + j] as number;
        const speed = Math.exp(w(`${prefix}A_log`)[h] as number);
        rate += 1 - Math.exp(-speed * softplus(sigmoid(beta[t]?.[h] as number) + bias));
      }
      const alpha = clamp(rate / headDim / (square + 1e-6), 1e-4, 0.95);
      const error = part(v, t).map(
        (value, j) =>
          value -
          dot(
            state.map((line) => line[j] as number),
            key,
          ),
      );
      state.forEach((line, i) => {
        error.forEach((value, j) => {
          line[j] = (line[j] as number) + alpha * (key[i] as number) * value;
        });
      });
      const query = part(q, t);
      const read = Float64Array.from({ length: headDim }, (_, j) =>
        clamp(
          dot(
            state.map((line) => line[j] as number),
            query,
          ) / Math.sqrt(headDim),
          -1e4,
          1e4,
        ),
      );
      const normed = rms(read, w(`${prefix}o_norm.weight`), config.rmsNormEps);
      normed.forEach((value, j) => {
        (out[t] as Float64Array)[h * headDim + j] = value * sigmoid(gate[t]?.[h * headDim + j] as number);
      });
    });
  }
  return linear(out, `${prefix}o_proj.weight`);
}

function gated(parts: Parts, u: Matrix, layer: string, memories: Map<number, Memory>, index: number): Matrix {
  const { config, w, linear } = parts;
  const prefix = `${layer}attn.`;
  const { nHeads, dModel } = config;
  const dk = Math.trunc(dModel * config.expandK) / nHeads;
  const dv = Math.trunc(dModel * config.expandV) / nHeads;
  const q = linear(u, `${prefix}q_proj.weight`);
  const k = linear(u, `${prefix}k_proj.weight`);
  const v = linear(u, `${prefix}v_proj.weight`);
  const open = linear(u, `${prefix}g_proj.weight`);
  const gk = linear(
    linear(u, `${prefix}gk_proj.0.weight`),
    `${prefix}gk_proj.1.weight`,
    `${prefix}gk_proj.1.bias`,
  );
  const out = u.map(() => new Float64Array(nHeads * dv));
  for (let h = 0; h < nHeads; h += 1) {
    const state = Array.from({ length: dk }, () => new Float64Array(dv));
    u.forEach((_, t) => {
      const value = (v[t] as Float64Array).subarray(h * dv, (h + 1) * dv);
      state.forEach((line, i) => {
        const keep = Math.exp(-softplus(-(gk[t]?.[h * dk + i] as number)) / 16);
        value.forEach((x, j) => {
          line[j] = keep * (line[j] as number) + (k[t]?.[h * dk + i] as number) * x;
        });
      });
      const query = (q[t] as Float64Array).subarray(h * dk, (h + 1) * dk);
      const read = value.map(
        (_x, j) =>
          dot(
            state.map((line) => line[j] as number),
            query,
          ) / Math.sqrt(dk),
      );
      rms(read, w(`${prefix}g_norm_swish_gate.weight`), 1e-5).forEach((x, j) => {
        (out[t] as Float64Array)[h * dv + j] = x * silu(open[t]?.[h * dv + j] as number);
      });
    });
  }
  const { addition, next } = memory(parts, u, layer, memories.get(index));
  memories.set(index, next);
  const alpha = linear(u, `${layer}W_alpha.weight`, `${layer}W_alpha.bias`).map((row) =>
    sigmoid(row[0] as number),
  );
  parts.seen.gates.push(alpha.reduce((sum, value) => sum + value, 0) / u.length);
  return linear(out, `${prefix}o_proj.weight`).map((row, t) =>
    row.map((value, i) => value + (addition[t]?.[i] as number)),
  );
}

function experts(
  { config, weights, w, linear, swiglu, seen }: Parts,
  y: Matrix,
  prefix: string,
  moe: number,
): Matrix {
  const { topK, numRoutedExperts: count, numSharedExperts: shared } = config;
  const logits = linear(y, `${prefix}router.router_weights`);
  const narrow = linear(y, `${prefix}w_down_proj.weight`);
  const [, width, twice] = (weights[`${prefix}experts_w12`] as TensorData).shape as [number, number, number];
  const inner = twice / 2;
  const capacity = (Math.floor(Math.floor((topK * y.length) / count) / 8) + 6) * 8;
  const loads = new Array<number>(count).fill(0);
  const mixed = y.map((_, t) => {
    const row = logits[t] as Float64Array;
    const ranked = Array.from(row, (value, x) => ({
      x,
      // The order is decided in float32.
      score: Math.fround(
        Math.fround(sigmoid(Math.fround(value))) + (w('model.all_moe_bias')[moe * count + x] as number),
      ),
    })).sort((a, b) => b.score - a.score || a.x - b.x);
    const chosen = ranked.slice(0, topK).map(({ x }) => x);
    const gates = softmax(chosen.map((x) => row[x] as number)).map(toBfloat16);
    const sum = new Float64Array(width);
    chosen.forEach((x, rank) => {
      loads[x] = (loads[x] as number) + 1;
      if ((loads[x] as number) > capacity) return;
      const w12 = w(`${prefix}experts_w12`).subarray(x * width * twice, (x + 1) * width * twice);
      const w3 = w(`${prefix}experts_w3`).subarray(x * inner * width, (x + 1) * inner * width);
      const column = (j: number) =>
        (narrow[t] as Float64Array).reduce(
          (total, value, i) => total + value * (w12[i * twice + j] as number),
          0,
        );
      for (let j = 0; j < inner; j += 1) {
        const value = silu(column(j)) * column(inner + j) * (gates[rank] as number);
        for (let i = 0; i < width; i += 1)
          sum[i] = (sum[i] as number) + value * (w3[j * width + i] as number);
      }
    });
    return sum;
  });
  seen.dropped.push(loads.reduce((sum, load) => sum + Math.max(0, load - capacity), 0));
  const routed = linear(mixed, `${prefix}w_up_proj.weight`);
  for (let i = 0; i < shared; i += 1)
    swiglu(y, `${prefix}shared_experts.${i}.`).forEach((row, t) => {
      row.forEach((value, c) => {
        (routed[t] as Float64Array)[c] = (routed[t]?.[c] as number) + value;
      });
    });
  return shared > 0 ? routed.map((row) => row.map((value) => value / 2)) : routed;
}
