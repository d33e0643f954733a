import type { LoadedModel } from '../../../src/domain/engine.js';
import { PyRandom } from '../../../src/python/random.js';
import { VOCABULARY } from '../models/demoConfig.js';
import type { Plan } from '../plan.js';
import type { Seeded } from '../seeded.js';

const TEMPERATURE = 0.7;
const TOP_P = 0.9;
/** Probabilities are rounded to 1e-4 before the draw, so that the last bits of another CPU do not change the text. */
const STEPS = 10_000;

/**
 * Continues a prompt with `count` tokens as the evaluator's server samples them: temperature 0.7, top-p 0.9.
 * @param seed seed block plus prompt index; `take` counts the texts drawn for one prompt, 0 for the first
 */
export async function continueText(
  teacher: LoadedModel,
  prompt: readonly number[],
  count: number,
  seed: number,
  take: number,
): Promise<number[]> {
  const random = new PyRandom(take === 0 ? seed : `${seed} take ${take}`);
  const ids = [...prompt];
  while (ids.length < prompt.length + count) {
    const { logits } = await teacher.score({ ids, rows: [ids.length - 1], logits: true });
    ids.push(drawToken(logits as Float32Array, random.random()));
  }
  return ids.slice(prompt.length);
}

/** Draws from the smallest set of most probable tokens that holds top-p; ties by lower id. */
function drawToken(logits: Float32Array, unit: number): number {
  const greatest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const raw = Array.from(logits, (value) => Math.exp((value - greatest) / TEMPERATURE));
  const total = raw.reduce((sum, value) => sum + value, 0);
  const steps = raw.map((value, id) => ({ id, steps: Math.round((value / total) * STEPS) }));
  steps.sort((a, b) => b.steps - a.steps || a.id - b.id);
  const all = steps.reduce((sum, one) => sum + one.steps, 0);
  let kept = 0;
  let held = 0;
  while (held < TOP_P * all && kept < VOCABULARY) held += steps[kept++]?.steps ?? 0;
  let left = Math.floor(unit * held);
  for (const { id, steps: share } of steps.slice(0, kept)) {
    if (left < share) return id;
    left -= share;
  }
  return steps[0]?.id ?? 0;
}

/** Prompts that an operator with the smaller legal draw uses. */
const SMALLER_DRAW = 150;

/**
 * Length of each prompt's continuation, 0 where it is too short to be scored: of every ten prompts the same number is
 * scored.
 */
export function plannedLengths(count: number, text: Plan['text'], seeded: Seeded): number[] {
  const lengths: number[] = [];
  while (lengths.length < count) {
    const share = lengths.length < SMALLER_DRAW ? text.scoredShare : text.laterShare;
    const isScored = Array.from({ length: 10 }, (_, at) => at < Math.round(share * 10));
    for (const one of seeded.shuffle(isScored)) lengths.push(one ? seeded.int(...text.continuation) : 0);
  }
  return lengths.slice(0, count);
}
