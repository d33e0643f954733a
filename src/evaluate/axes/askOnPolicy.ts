import type { Decoder, DrawnBy, Rollout } from '../../domain/decoder.js';
import type { OnPolicyProbe } from '../../domain/probeRecord.js';
import { EngineError, NotFiniteError } from '../../errors/model.js';
import { PROBE_BUDGETS } from './benches.js';
import { onPolicyProbe, type ReadRollout } from './onPolicyProbe.js';
import { readRollout } from './readRollout.js';
import { type RolloutRow, rolloutDivergence } from './rolloutDivergence.js';

/** Of the drawn requests these are continued. */
export const ROLLOUTS = 12;
const DRAWN = { temperature: 0.7, topP: 0.9 } as const;

type Reading = Required<Pick<Decoder, 'score'>>;

/**
 * On-policy probe: the model continues each request by draws, and both models read what it wrote. A request whose
 * continuation is not finite is left out.
 *
 * @param from seed of the first request's draws, where the next ones count up, and a bound on the tokens that can be drawn
 */
export async function askOnPolicy(
  model: Reading & Required<Pick<Decoder, 'rollOut'>>,
  teacher: Reading,
  prompts: readonly string[],
  from: Pick<DrawnBy, 'seed' | 'topK'>,
  onItem: () => void,
): Promise<OnPolicyProbe> {
  const done: ReadRollout[] = [];
  for (const [i, prompt] of prompts.slice(0, ROLLOUTS).entries()) {
    const how = { ...DRAWN, ...from, seed: from.seed + i };
    const drawn = await written(() => model.rollOut(prompt, PROBE_BUDGETS.rollout, how));
    const rows = drawn && (await written(() => readRollout(drawn, model.score, faultless(teacher))));
    if (drawn !== null && rows !== null)
      done.push({
        ...{ prompt, text: drawn.text, tokens: drawn.ids.length },
        divergences: rolloutDivergence(rows),
      });
    onItem();
  }
  return onPolicyProbe(done);
}

async function written<T extends Rollout | RolloutRow[]>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotFiniteError) return null;
    throw error;
  }
}

/** A teacher that gives no numbers is no fault of the model. */
const faultless =
  ({ score }: Reading): Reading['score'] =>
  (request) =>
    score(request).catch((cause: unknown) => {
      if (!(cause instanceof NotFiniteError)) throw cause;
      throw new EngineError({
        what: 'the teacher gives results that are not finite',
        why: cause.message,
        remedy: "Check the teacher's files.",
        cause,
      });
    });
