import type { Seeded } from '../seeded.js';
import { type Checkpoint, drawCheckpoint } from './checkpoint.js';
import { VOCABULARY } from './demoConfig.js';
import type { Followers } from './followers.js';
import { TEACHER } from './teacherConfig.js';
import { TEXT, teacherTensors } from './teacherTensors.js';

const { width, inner, layerTypes } = TEACHER;
/** Directions that the table of followers has: two channels each, and three beside them. */
export const RANK = (width - 4) / 2;

/** Channels of the residual: a constant, what makes all embeddings equally long, table rows, share, table columns. */
const CONSTANT = 0;
const FILLER = 1;
const BEFORE = 2;
const SHARE = BEFORE + RANK;
const AFTER = SHARE + 1;

/** Embeddings have this length, so that the first norm leaves them as they are. */
const LENGTH = Math.sqrt(width);
const CONSTANT_VALUE = 2;
/** Longest row of the table in the embedding, and in what the last layer writes. */
const LONGEST = 6;
const WRITTEN = 2;
const SHARE_SCALE = 0.05;
const AFTER_SCALE = 0.1;
/** A gate that is open for every token: its place before and after silu. */
const OPEN = 4;
const OPENED = OPEN / (1 + Math.exp(-OPEN));

/**
 * The teacher: every weight drawn, but for what makes it write like the training texts. The embedding holds what each
 * token changes in the shares of the next one and, since it is the head too, how it takes up such changes; the last
 * layer's feed-forward part carries the first to the channels of the second and does nothing else.
 */
export function drawTeacher(followers: Followers, seeded: Seeded): Checkpoint {
  const drawn = drawCheckpoint(teacherTensors(), seeded);
  const longest = Math.max(...rows(followers.before));
  const mlp = `${TEXT}layers.${layerTypes.length - 1}.mlp.`;
  const data = (name: string): Float32Array<ArrayBuffer> =>
    Float32Array.from(drawn[`${mlp}${name}`]?.data ?? []);
  const [gate, up] = [data('gate_proj.weight'), data('up_proj.weight')];
  const down = new Float32Array(width * inner);
  for (let j = 0; j <= RANK; j++) {
    gate.fill(0, j * width, (j + 1) * width);
    up.fill(0, j * width, (j + 1) * width);
    gate[j * width + CONSTANT] = OPEN / CONSTANT_VALUE;
    // What the token itself holds of the channel goes, what its row of the table says comes.
    const to = j === RANK ? SHARE : AFTER + j;
    up[j * width + to] = -1;
    if (j === RANK) up[j * width + CONSTANT] = 1 / CONSTANT_VALUE;
    else up[j * width + BEFORE + j] = WRITTEN / LONGEST;
    down[to * inner + j] = 1 / OPENED;
  }
  const changed = {
    [`${TEXT}embed_tokens.weight`]: embedding(followers, LONGEST / longest),
    [`${TEXT}norm.weight`]: lastNorm(longest),
    [`${mlp}gate_proj.weight`]: gate,
    [`${mlp}up_proj.weight`]: up,
    [`${mlp}down_proj.weight`]: down,
  };
  return Object.fromEntries(
    Object.entries(drawn).map(([name, tensor]) => [
      name,
      { ...tensor, data: (changed as Record<string, Float32Array>)[name] ?? tensor.data },
    ]),
  );
}

/** Lengths of the rows of [vocabulary, RANK]. */
const rows = (table: Float64Array): number[] =>
  Array.from({ length: VOCABULARY }, (_, id) =>
    Math.sqrt(table.subarray(id * RANK, (id + 1) * RANK).reduce((sum, value) => sum + value * value, 0)),
  );

function embedding({ logShare, before, after }: Followers, scale: number): Float32Array {
  const all = new Float32Array(VOCABULARY * width);
  for (let id = 0; id < VOCABULARY; id++) {
    const row = all.subarray(id * width, (id + 1) * width);
    row[CONSTANT] = CONSTANT_VALUE;
    row[SHARE] = SHARE_SCALE * (logShare[id] as number);
    for (let j = 0; j < RANK; j++) {
      row[BEFORE + j] = scale * (before[id * RANK + j] as number);
      row[AFTER + j] = AFTER_SCALE * (after[id * RANK + j] as number);
    }
    row[FILLER] = Math.sqrt(LENGTH * LENGTH - row.reduce((sum, value) => sum + value * value, 0));
  }
  return all;
}

/** Less 1: nothing of the channels that are no logits, and the others with the scales taken back. */
function lastNorm(longest: number): Float32Array {
  const gain = new Float32Array(width).fill(-1);
  gain[SHARE] = 1 / SHARE_SCALE - 1;
  gain.fill(longest / (WRITTEN * AFTER_SCALE) - 1, AFTER, AFTER + RANK);
  return gain;
}
