import * as z from 'zod';

/** Entries of a list that no round has more of, and characters of a text that a journal takes. */
const MOST = 10_000;
const LONGEST = 1 << 18;
const HALF_A_PAIR = /\p{Surrogate}/u;

const text = z
  .string()
  .max(LONGEST)
  .refine((one) => !HALF_A_PAIR.test(one), 'it holds half of a surrogate pair');
const texts = z.array(text).max(MOST);
const whole = z.int();
const list = <T extends z.ZodType>(of: T) => z.array(of).max(MOST);
const answered = list(z.tuple([text, text]));
const coded = list(
  z.strictObject({
    ...{ source: text, taskId: text, entryPoint: text, prompt: text },
    /** Null where the tests are not in a form that can be read. */
    cases: list(z.tuple([text, text])).nullable(),
  }),
);
const items = z
  .strictObject({
    ...{ math: answered, aime: answered, tool_use: answered, self_consistency: answered },
    ...{ robustness: answered, noise: answered, reasoning: answered, procedural: answered },
    ...{ knowledge: answered, arc: answered, truthful: answered, code: coded, mbpp: coded },
    ifeval: list(
      z.strictObject({
        source: text,
        instructions: list(z.strictObject({ id: text, args: z.record(text, z.union([whole, text, texts])) })),
      }),
    ),
    long_context: list(
      z.strictObject({
        ...{ answer: text, confusers: texts, position: whole, confuserPositions: list(whole) },
      }),
    ),
  })
  .partial();
/** Right answers stand in a record as one text. */
const answers = z.array(text.max(1000)).max(200);
const capability = z.strictObject({
  kind: z.enum(['word', 'int', 'yesno', 'word_alt', 'mc', 'phrase', 'format_re', 'word_count', 'rhyme']),
  ...{ question: text, answers, count: whole.min(0).max(MOST).optional() },
});
const prompts = z
  .strictObject({
    ...{ math_bench: texts, code_bench: texts, reasoning_bench: texts, ifeval_bench: texts },
    ...{ aime_bench: texts, mbpp_bench: texts, tool_use_bench: texts, long_context_bench: texts },
    ...{ robustness_bench: texts, knowledge_bench: texts, arc_bench: texts, truthful_bench: texts },
    ...{ self_consistency_bench: texts, procedural_bench: texts, noise_resistance_bench: texts },
    ...{ capability: texts, judge_probe: texts, on_policy_rkl: texts, think_probe: texts },
    chat_turns_probe: list(z.tuple([text, text, text])),
  })
  .partial();

/** What the evaluator gives for a round: items as far as it has them, prompts as sent, and what it is without. */
export const drawn = z.strictObject({
  ...{ items, prompts, capability: list(capability).nullable() },
  ways: z.strictObject({ robustness: texts, noise: texts }).partial(),
  absent: list(z.tuple([text, text])),
});

const grades = list(z.tuple([text.nullable(), z.boolean()]));

/** What the evaluator reads from answers: prediction where it keeps one, and whether it counts; and probes that fail. */
export const graded = z.strictObject({
  ...{ axes: z.record(text, grades), capability: grades, faults: list(z.tuple([text, text])) },
});

/** Why the evaluator could not be asked. */
export const failure = z.strictObject({ kind: z.enum(['shape', 'exit', 'raised']), step: text, text });

/** Items and prompts of a round by the evaluator. */
export type Drawn = z.infer<typeof drawn>;
