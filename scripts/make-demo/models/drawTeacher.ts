import type { TensorData } from '../../../src/model/safetensors/writeSafetensors.js';
import type { Seeded } from '../seeded.js';
import { type Checkpoint, drawCheckpoint } from './checkpoint.js';
import { VOCABULARY } from './demoConfig.js';
import type { Followers } from './followers.js';
import { TEACHER } from './teacherConfig.js';
import { TEXT, teacherTensors } from './teacherTensors.js';

const { width, inner, layerTypes } = TEACHER;
/** Directions that the table of followers has: two channels each, and six beside them. */
export const RANK = (width - 6) / 2;

/** Channels of the residual: a constant, what makes all embeddings equally long, table rows, share, table columns. */
const CONSTANT = 0;
const FILLER = 1;
const BEFORE = 2;
const SHARE = BEFORE + RANK;
const AFTER = SHARE + 1;
/** What the layers make of all before, no logit; that a question ends here; and what they make of the question. */
const OPINION = AFTER + RANK;
export const ASKED = OPINION + 1;
export const VERDICT = ASKED + 1;

/** Embeddings have this length, so that the first norm leaves them as they are. */
const LENGTH = Math.sqrt(width);
const CONSTANT_VALUE = 2;
/** Longest row of the table in the embedding, and in what the last layer writes. */
const LONGEST = 6;
const WRITTEN = 2;
const SHARE_SCALE = 0.05;
const AFTER_SCALE = 0.1;
/** What the token at the end of a question holds, and a gain below 0, lest it follows itself. */
const ASKED_VALUE = 4;
const ASKED_GAIN = -5;
/** So large that what the marks hold themselves is nothing. */
const VERDICT_GAIN = 1e7;
/** Units of the last layer's feed-forward part that are not drawn, of which the last one turns opinions into verdicts. */
const UNITS = RANK + 2;
const JUDGES = UNITS - 1;
/** What shuts its gate where no question ends. */
const SHUT = 8;
/** Weights that write to the residual. */
const WRITING = /(out_proj|o_proj|down_proj)\.weight$/;
/** A gate that is open for every token: its place before and after silu. */
const OPEN = 4;
const OPENED = OPEN / (1 + Math.exp(-OPEN));

/** How the teacher marks. */
export interface Marking {
  /** Token that ends a question. */
  readonly answerId: number;
  /** What it takes from an opinion. */
  readonly less: number;
  /** What each mark gains, nats per unit of the verdict and of `ASKED`. */
  readonly marks: ReadonlyMap<number, { readonly slope: number; readonly offset: number }>;
}

/**
 * The teacher: every weight drawn, but for what makes it write like the training texts. The embedding holds what each
 * token changes in the shares of the next one and, since it is the head too, how it takes up such changes; the last
 * layer's feed-forward part carries the first to the channels of the second. At the end of a question it also lets through
 * what the layers made of the question, from which the marks follow.
 */
export function drawTeacher(followers: Followers, marking: Marking, seeded: Seeded): Checkpoint {
  const drawn = drawCheckpoint(teacherTensors(), seeded);
  const longest = Math.max(...rows(followers.before));
  const mlp = `${TEXT}layers.${layerTypes.length - 1}.mlp.`;
  const data = (name: string): Float32Array<ArrayBuffer> =>
    Float32Array.from(drawn[`${mlp}${name}`]?.data ?? []);
  const [gate, up] = [data('gate_proj.weight'), data('up_proj.weight')];
  const down = new Float32Array(width * inner);
  gate.fill(0, 0, UNITS * width);
  up.fill(0, 0, UNITS * width);
  for (let j = 0; j <= RANK; j++) {
    gate[j * width + CONSTANT] = OPEN / CONSTANT_VALUE;
    // What the token itself holds of the channel goes, what its row of the table says comes.
    const to = j === RANK ? SHARE : AFTER + j;
    up[j * width + to] = -1;
    if (j === RANK) up[j * width + CONSTANT] = 1 / CONSTANT_VALUE;
    else up[j * width + BEFORE + j] = WRITTEN / LONGEST;
    down[to * inner + j] = 1 / OPENED;
  }
  // The last one's gate is open at the end of a question alone.
  gate[JUDGES * width + CONSTANT] = -SHUT / CONSTANT_VALUE;
  gate[JUDGES * width + ASKED] = (OPEN + SHUT) / ASKED_VALUE;
  up[JUDGES * width + OPINION] = 1;
  down[VERDICT * inner + JUDGES] = 1 / OPENED;
  const changed = {
    [`${TEXT}embed_tokens.weight`]: embedding(followers, LONGEST / longest, marking),
    [`${TEXT}norm.weight`]: lastNorm(longest),
    [`${mlp}gate_proj.weight`]: gate,
    [`${mlp}up_proj.weight`]: up,
    [`${mlp}down_proj.weight`]: down,
  };
  return Object.fromEntries(
    Object.entries(drawn).map(([name, tensor]) => [
      name,
      { ...tensor, data: (changed as Record<string, Float32Array>)[name] ?? unjudged(name, tensor) },
    ]),
  );
}

/** A drawn weight, less what it writes to the channels of verdicts. */
function unjudged(name: string, { data, shape }: TensorData): TensorData['data'] {
  const [, inputs = 0] = shape;
  return WRITING.test(name) ? Float32Array.from(data).fill(0, ASKED * inputs, (VERDICT + 1) * inputs) : data;
}

/** Lengths of the rows of [vocabulary, RANK]. */
const rows = (table: Float64Array): number[] =>
  Array.from({ length: VOCABULARY }, (_, id) =>
    Math.sqrt(table.subarray(id * RANK, (id + 1) * RANK).reduce((sum, value) => sum + value * value, 0)),
  );

function embedding(
  { logShare, before, after }: Followers,
  scale: number,
  { answerId, less, marks }: Marking,
): Float32Array {
  const all = new Float32Array(VOCABULARY * width);
  for (let id = 0; id < VOCABULARY; id++) {
    const row = all.subarray(id * width, (id + 1) * width);
    row[CONSTANT] = CONSTANT_VALUE;
    row[SHARE] = SHARE_SCALE * (logShare[id] as number);
    for (let j = 0; j < RANK; j++) {
      row[BEFORE + j] = scale * (before[id * RANK + j] as number);
      row[AFTER + j] = AFTER_SCALE * (after[id * RANK + j] as number);
    }
    if (id === answerId) [row[OPINION], row[ASKED]] = [-less / VERDICT_GAIN, ASKED_VALUE];
    const mark = marks.get(id);
    if (mark !== undefined) [row[VERDICT], row[ASKED]] = [mark.slope, mark.offset];
    row[FILLER] = Math.sqrt(LENGTH * LENGTH - row.reduce((sum, value) => sum + value * value, 0));
  }
  return all;
}

/** Less 1: nothing of the channels that are no logits, and the others with the scales taken back. */
function lastNorm(longest: number): Float32Array {
  const gain = new Float32Array(width).fill(-1);
  gain[SHARE] = 1 / SHARE_SCALE - 1;
  gain[ASKED] = ASKED_GAIN - 1;
  gain[VERDICT] = VERDICT_GAIN - 1;
  gain.fill(longest / (WRITTEN * AFTER_SCALE) - 1, AFTER, AFTER + RANK);
  return gain;
}
