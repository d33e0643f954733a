import type { Rollout } from '../../domain/decoder.js';
import type { ScoreRequest, ScoreResult } from '../../domain/engine.js';
import type { RolloutRow } from './rolloutDivergence.js';

type Score = (request: ScoreRequest) => Promise<ScoreResult>;

/** Ids of each position at which both models are held against each other. */
const SLOTS = 128;

/** Reads a rollout with the model that wrote it, then with the teacher at the same ids. */
export async function readRollout(
  { promptIds, ids }: Rollout,
  student: Score,
  teacher: Score,
): Promise<RolloutRow[]> {
  const sequence = [...promptIds, ...ids];
  const rows = ids.map((_, i) => promptIds.length - 1 + i);
  const own = await student({ ids: sequence, rows, topK: SLOTS });
  const slots = rows.map((_, row) => Array.from(part(own.topIds, row, SLOTS)));
  const values = rows.map((_, row) => Array.from(part(own.logProbs, row, SLOTS)));
  const places = ids.map((id, row) => (slots[row] as number[]).indexOf(id));
  // Only a token beyond the most probable ones has to be looked up on its own.
  const drawn = places.every((at) => at >= 0)
    ? places.map((at, row) => values[row]?.[at] as number)
    : Array.from((await student({ ids: sequence, rows, topIds: ids.map((id) => [id]) })).logProbs ?? []);
  const asked = slots.map((list, row) => [...list, places[row] === -1 ? (ids[row] as number) : unused(list)]);
  const read = await teacher({ ids: sequence, rows, topIds: asked });
  return ids.map((_, row) => {
    const theirs = Array.from(part(read.logProbs, row, SLOTS + 1));
    const at = places[row] as number;
    return {
      student: values[row] as number[],
      teacher: theirs.slice(0, SLOTS),
      studentDrawn: drawn[row] as number,
      teacherDrawn: theirs[at === -1 ? SLOTS : at] as number,
    };
  });
}

function part<T extends Float32Array | Int32Array>(values: T | undefined, row: number, width: number): T {
  if (values === undefined) throw new RangeError('a model gave no numbers for its most probable ids');
  return values.subarray(row * width, (row + 1) * width) as T;
}

/** A place that no value is read from: lists name an id once, and all have one length. */
function unused(list: readonly number[]): number {
  let id = 0;
  while (list.includes(id)) id += 1;
  return id;
}
