import { round as pyRound } from '../../../src/python/round.js';
import type { PlannedMiner } from '../plan.js';
import type { Seeded } from '../seeded.js';

/** Items a round of each bench, and a likely number of tokens of a right answer. */
const BENCHES: Readonly<Record<string, readonly [items: number, tokens: number]>> = {
  math_bench: [12, 140],
  code_bench: [8, 180],
  reasoning_bench: [10, 80],
  ifeval_bench: [8, 190],
  aime_bench: [8, 330],
  mbpp_bench: [8, 170],
  tool_use_bench: [6, 150],
  long_context_bench: [4, 20],
  robustness_bench: [12, 130],
};
const TEACHER_CAPABILITY = 30 / 36;

/**
 * Declared results of one evaluation apart from KL: probes and benches as the evaluator writes them. They are invented around
 * the miner's level, and stay close to it, so that the quality gates are clear. Nothing recomputes them.
 */
export function rawResult(miner: PlannedMiner, roundId: number, seeded: Seeded): Record<string, unknown> {
  const level = miner.level ?? 0.35;
  const draw = seeded.fork(`declared/${roundId}/${miner.name}`);
  const near = (value: number): number => value * (1 + 0.004 * draw.gauss());
  const benches = Object.entries(BENCHES).map(([name, [n, tokens]]) => {
    const correct = Math.round(level * n);
    const lengths = {
      mean_gen_tokens: pyRound(near(tokens * 1.2), 1),
      mean_gen_tokens_correct: pyRound(near(tokens), 1),
    };
    return [name, { n, correct, pass_frac: pyRound(correct / n, 3), ...lengths, items: [], error: null }];
  });
  const pass = Math.round(level * 36);
  const ratio = pyRound(near(1.1), 3);
  return {
    finetune_probe: { pass: true, reason: '', loss: pyRound(near(5.1), 4) },
    chat_probe: { pass: true, reason: '', prompts_tested: 4, prompts_terminated: 4, prompts_non_empty: 4 },
    capability: {
      n: 36,
      correct: pass,
      pass_frac: pyRound(pass / 36, 3),
      teacher_pass_frac: pyRound(TEACHER_CAPABILITY, 3),
    },
    length_axis: { ratio, penalty: 1, too_short_penalty: 1, too_long_penalty: 1, source: 'chat_probe' },
    judge_probe: {
      n: 16,
      n_valid: 16,
      mean_score: pyRound(1 + 4 * level, 3),
      normalized: pyRound(near(level), 4),
    },
    chat_turns_probe: {
      n: 6,
      n_valid: 6,
      n_turns: 3,
      mean_score: pyRound(1 + 4 * level, 3),
      normalized: pyRound(near(level), 4),
    },
    on_policy_rkl: {
      n_rollouts: 12,
      tokens: draw.int(1_400, 1_536),
      mean_rkl: pyRound(near(0.5 - 0.6 * level), 6),
      mean_gen_len: pyRound(near(122), 1),
    },
    ...Object.fromEntries(benches),
  };
}
