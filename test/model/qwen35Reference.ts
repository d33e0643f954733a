import { linearWidths, type Qwen35Config, textPrefix } from '../../src/model/graphs/qwen35/Qwen35Config.js';
import type { TensorData } from '../../src/model/safetensors/writeSafetensors.js';

// A second evaluation of the architecture: float64, one token after the other, loops instead of a graph.
// Only the rotation angles are narrower, as the architecture has them.

type Matrix = Float64Array[];
type Weights = Readonly<Record<string, TensorData>>;

interface Parts {
  readonly config: Qwen35Config;
  readonly w: (name: string) => Float32Array;
  readonly linear: (x: Matrix, name: string) => Matrix;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const silu = (x: number) => x * sigmoid(x);
const softplus = (x: number) => (x > 30 ? x : Math.log1p(Math.exp(x)));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
};
const at = (x: Matrix, t: number, from: number, width: number) =>
  (x[t] as Float64Array).subarray(from, from + width);

/**
 * Logits of every position, [T][vocabulary].
 *
 * @param restart linear layers start from nothing before each position that is a multiple of this; 0 for never
 * @param seen takes the hidden state after each layer
 */
export function qwen35Logits(
  config: Qwen35Config,
  weights: Weights,
  ids: readonly number[],
  restart = 0,
  seen: Matrix[] = [],
): Matrix {
  const w = (name: string) => (weights[name] as TensorData).data;
  const linear = (x: Matrix, name: string): Matrix => {
    const { shape, data } = weights[name] as TensorData;
    const [out, width] = shape as [number, number];
    return x.map((row) =>
      Float64Array.from({ length: out }, (_, o) => dot(row, data.subarray(o * width, (o + 1) * width))),
    );
  };
  const parts: Parts = { config, w, linear };
  const prefix = textPrefix(config);
  const d = config.hiddenSize;
  const embed = w(`${prefix}embed_tokens.weight`);
  const norm = (x: Matrix, name: string) => x.map((row) => centred(row, w(name), config.rmsNormEps));
  const add = (x: Matrix, y: Matrix) =>
    x.map((row, t) => row.map((value, i) => value + (y[t]?.[i] as number)));
  let h = ids.map((id) => Float64Array.from(embed.subarray(id * d, (id + 1) * d)));
  config.layerTypes.forEach((type, i) => {
    const layer = `${prefix}layers.${i}.`;
    const u = norm(h, `${layer}input_layernorm.weight`);
    h = add(
      h,
      type === 'full_attention'
        ? attention(parts, u, `${layer}self_attn.`)
        : deltaNet(parts, u, `${layer}linear_attn.`, restart === 0 ? Number.POSITIVE_INFINITY : restart),
    );
    const y = norm(h, `${layer}post_attention_layernorm.weight`);
    const up = linear(y, `${layer}mlp.up_proj.weight`);
    const inner = linear(y, `${layer}mlp.gate_proj.weight`).map((row, t) =>
      row.map((value, j) => silu(value) * (up[t]?.[j] as number)),
    );
    h = add(h, linear(inner, `${layer}mlp.down_proj.weight`));
    seen.push(h);
  });
  const head = 'lm_head.weight' in weights ? 'lm_head.weight' : `${prefix}embed_tokens.weight`;
  return linear(norm(h, `${prefix}norm.weight`), head);
}

function unitRms(row: Float64Array, eps: number): Float64Array {
  const scale = 1 / Math.sqrt(dot(row, row) / row.length + eps);
  return row.map((value) => value * scale);
}

function centred(row: Float64Array, weight: ArrayLike<number>, eps: number): Float64Array {
  return unitRms(row, eps).map((value, i) => value * (1 + (weight[i] as number)));
}

function deltaNet({ config, w, linear }: Parts, u: Matrix, prefix: string, restart: number): Matrix {
  const { linearKeyHeads, linearValueHeads, linearKeyDim: dk, linearValueDim: dv, convSize } = config;
  const { key: keyTotal } = linearWidths(config);
  const kernel = w(`${prefix}conv1d.weight`);
  const raw = linear(u, `${prefix}in_proj_qkv.weight`);
  const mixed = raw.map((row, t) =>
    row.map((_, c) => {
      let sum = 0;
      for (let tap = 0; tap < convSize; tap += 1) {
        const from = t - convSize + 1 + tap;
        const sees = from >= 0 && Math.floor(from / restart) === Math.floor(t / restart);
        if (sees) sum += (raw[from]?.[c] as number) * (kernel[c * convSize + tap] as number);
      }
      return silu(sum);
    }),
  );
  const a = linear(u, `${prefix}in_proj_a.weight`);
  const b = linear(u, `${prefix}in_proj_b.weight`);
  const z = linear(u, `${prefix}in_proj_z.weight`);
  const out = u.map(() => new Float64Array(linearValueHeads * dv));
  for (let h = 0; h < linearValueHeads; h += 1) {
    const shared = Math.floor(h / (linearValueHeads / linearKeyHeads));
    const unit = (x: Float64Array) => x.map((value) => value / Math.sqrt(dot(x, x) + 1e-6));
    let state = Array.from({ length: dk }, () => new Float64Array(dv));
    const read = (x: Float64Array) =>
      Float64Array.from({ length: dv }, (_, j) =>
        state.reduce((sum, line, i) => sum + (line[j] as number) * (x[i] as number), 0),
      );
    u.forEach((_, t) => {
      if (t % restart === 0) state = state.map((line) => line.fill(0));
      const query = unit(at(mixed, t, shared * dk, dk));
      const key = unit(at(mixed, t, keyTotal + shared * dk, dk));
      const value = at(mixed, t, 2 * keyTotal + h * dv, dv);
      const speed = Math.exp(w(`${prefix}A_log`)[h] as number);
      const keep = Math.exp(-speed * softplus((a[t]?.[h] as number) + (w(`${prefix}dt_bias`)[h] as number)));
      state = state.map((line) => line.map((x) => x * keep));
      const known = read(key);
      const rate = sigmoid(b[t]?.[h] as number);
      state.forEach((line, i) => {
        value.forEach((x, j) => {
          line[j] = (line[j] as number) + (key[i] as number) * rate * (x - (known[j] as number));
        });
      });
      const answer = read(query).map((x) => x / Math.sqrt(dk));
      unitRms(answer, config.rmsNormEps).forEach((x, j) => {
        const gate = silu(z[t]?.[h * dv + j] as number);
        (out[t] as Float64Array)[h * dv + j] = x * (w(`${prefix}norm.weight`)[j] as number) * gate;
      });
    });
  }
  return linear(out, `${prefix}out_proj.weight`);
}

function attention({ config, w, linear }: Parts, u: Matrix, prefix: string): Matrix {
  const { attentionHeads: heads, keyValueHeads, headDim: width, rmsNormEps } = config;
  const both = linear(u, `${prefix}q_proj.weight`);
  const keys = linear(u, `${prefix}k_proj.weight`);
  const values = linear(u, `${prefix}v_proj.weight`);
  const turn = (row: Float64Array, letter: string, t: number) =>
    rotated(config, centred(row, w(`${prefix}${letter}_norm.weight`), rmsNormEps), t);
  const out = u.map(() => new Float64Array(heads * width));
  for (let h = 0; h < heads; h += 1) {
    const shared = Math.floor(h / (heads / keyValueHeads)) * width;
    const turned = keys.map((_, t) => turn(at(keys, t, shared, width), 'k', t));
    u.forEach((_, t) => {
      const query = turn(at(both, t, 2 * h * width, width), 'q', t);
      const scores = turned.slice(0, t + 1).map((key) => dot(query, key) / Math.sqrt(width));
      const top = Math.max(...scores);
      const weights = scores.map((score) => Math.exp(score - top));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let j = 0; j < width; j += 1) {
        const read = weights.reduce(
          (sum, weight, s) => sum + weight * (values[s]?.[shared + j] as number),
          0,
        );
        const gate = sigmoid(both[t]?.[(2 * h + 1) * width + j] as number);
        (out[t] as Float64Array)[h * width + j] = (read / total) * gate;
      }
    });
  }
  return linear(out, `${prefix}o_proj.weight`);
}

/** Channel i of the first `rotary` is paired with channel i + rotary / 2. */
function rotated({ rotary, ropeTheta }: Qwen35Config, row: Float64Array, t: number): Float64Array {
  const out = row.slice();
  for (let i = 0; i < rotary / 2; i += 1) {
    const frequency = Math.fround(1 / Math.fround(ropeTheta ** Math.fround((2 * i) / rotary)));
    const angle = Math.fround(t * frequency);
    const a = row[i] as number;
    const b = row[i + rotary / 2] as number;
    out[i] = a * Math.cos(angle) - b * Math.sin(angle);
    out[i + rotary / 2] = b * Math.cos(angle) + a * Math.sin(angle);
  }
  return out;
}
