import type { Bench } from '../../evaluate/axes/benches.js';
import type { Graded } from '../../evaluate/grading/Graded.js';
import { gradeAime } from '../../evaluate/grading/gradeAime.js';
import { gradeChoice } from '../../evaluate/grading/gradeChoice.js';
import { gradeCode } from '../../evaluate/grading/gradeCode.js';
import { gradeInstructions } from '../../evaluate/grading/gradeInstruction.js';
import { gradeMath } from '../../evaluate/grading/gradeMath.js';
import { gradeNeedle } from '../../evaluate/grading/gradeNeedle.js';
import { gradeProcedural } from '../../evaluate/grading/gradeProcedural.js';
import { gradeReasoning } from '../../evaluate/grading/gradeReasoning.js';
import type { Sandbox } from '../../evaluate/sandbox/runConfined.js';
import type { RoundItems } from '../../reconstruct/items/drawItems.js';
import type { Sent } from '../../reconstruct/items/sentPrompts.js';

/** What reading an answer gives. */
type Grade = Graded & { readonly solved?: boolean };

/** One generation of a bench: what is asked, and how the answer is graded. */
export interface BenchItem {
  readonly source: string;
  readonly prompt: string;
  readonly gold: string;
  readonly way?: string;
  readonly grade: (text: string) => Promise<Grade>;
}

/** Axes that run programs which the model writes. */
export const NEEDS_SANDBOX: readonly Bench[] = ['code_bench', 'mbpp_bench', 'tool_use_bench'];

type Half = Omit<BenchItem, 'prompt'>;

/** The items of every bench in the order in which they are asked. */
export function benchItems(
  items: RoundItems,
  prompts: Readonly<Record<string, readonly Sent[]>>,
  sandbox: Sandbox | null,
): Readonly<Record<Bench, readonly BenchItem[]>> {
  const halves: Record<Bench, readonly Half[]> = {
    math_bench: items.math.map((one) => graded(one, gradeMath)),
    tool_use_bench: items.tool_use.map((one) => graded(one, gradeMath)),
    self_consistency_bench: items.self_consistency.map((one) => graded(one, gradeMath)),
    robustness_bench: items.robustness.flatMap((one) =>
      items.robustnessWays.map((way) => ({ ...graded(one, gradeMath), way })),
    ),
    noise_resistance_bench: items.noise.flatMap((one) =>
      items.noiseWays.map((way) => ({ ...graded(one, gradeMath), way })),
    ),
    aime_bench: items.aime.map((one) => graded(one, gradeAime)),
    reasoning_bench: items.reasoning.map((one) => graded(one, gradeReasoning)),
    procedural_bench: items.procedural.map((one) => graded(one, gradeProcedural)),
    knowledge_bench: items.knowledge.map((one) => graded(one, choiceUpTo('J'))),
    arc_bench: items.arc.map((one) => graded(one, choiceUpTo('E'))),
    truthful_bench: items.truthful.map((one) => graded(one, choiceUpTo('J'))),
    ifeval_bench: items.ifeval.map(({ source, instructions }) => ({
      source,
      gold: instructions.map(({ id }) => id).join(', '),
      grade: async (text) => yesOrNo(gradeInstructions(text, instructions)),
    })),
    long_context_bench: items.long_context.map(({ answer, confusers }) => ({
      source: 'procedural_long_context',
      gold: answer,
      grade: async (text) => yesOrNo(gradeNeedle(text, answer, confusers)),
    })),
    code_bench: items.code.map((one) => coded(one, 'asserted', sandbox)),
    mbpp_bench: items.mbpp.map((one) => coded(one, 'nested', sandbox)),
  };
  return Object.fromEntries(
    Object.entries(halves).map(([axis, list]) => [
      axis,
      list.map((half, i) => ({ ...half, prompt: prompts[axis]?.[i] as string })),
    ]),
  ) as unknown as Record<Bench, readonly BenchItem[]>;
}

const graded = (
  { source, gold }: { readonly source: string; readonly gold: string },
  grade: (text: string, gold: string) => Graded,
): Half => ({ source, gold, grade: async (text) => grade(text, gold) });

const choiceUpTo =
  (last: 'E' | 'J') =>
  (text: string, gold: string): Graded =>
    gradeChoice(text, gold, last);

const yesOrNo = (ok: boolean): Grade => ({ pred: ok ? 'kept' : 'not kept', ok });

function coded(item: RoundItems['code'][number], how: 'asserted' | 'nested', sandbox: Sandbox | null): Half {
  return {
    source: item.source,
    gold: item.entryPoint,
    grade: async (text) => {
      if (sandbox === null) throw new RangeError('a program is graded without a sandbox');
      const { ok, reason, solved } = await gradeCode(text, item, sandbox, how);
      return { pred: reason, ok, solved };
    },
  };
}
