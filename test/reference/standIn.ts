import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeItem } from '../../src/domain/item.js';
import type { RoundItems } from '../../src/reconstruct/items/drawItems.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const SOURCE = join(root, 'test/fixtures/evaluator');

/** What the stand-in's table is put together from. */
interface Table {
  readonly items: RoundItems;
  /** Replaces answers by `bench/index`. */
  readonly golds?: Readonly<Record<string, string>>;
  /** The test of a code item; default: one assertion a call. */
  readonly test?: (item: CodeItem) => string;
}

const assertions = ({ cases }: CodeItem): string =>
  [
    'def check(candidate):',
    ...cases.map(([args, expected]) => `    assert candidate(${args}) == ${expected}`),
  ].join('\n');

/** The stand-in's module for a round, with our draws where it has none of its own. */
export async function standIn({ items, golds = {}, test = assertions }: Table): Promise<string> {
  const plain = (bench: 'math' | 'tool_use' | 'robustness' | 'reasoning') =>
    items[bench].map(({ source, question, gold }, i) => ({
      ...{ src: source, question: `Reference: ${question}`, gold: golds[`${bench}/${i}`] ?? gold },
    }));
  const coded = (bench: 'code' | 'mbpp') =>
    items[bench].map((one) => ({
      ...{ src: one.source, task_id: one.taskId, entry_point: one.entryPoint, test: test(one) },
      prompt: `# Reference\n${one.prompt}`,
    }));
  const table = {
    ...{ math: plain('math'), tool_use: plain('tool_use'), robustness: plain('robustness') },
    ...{ reasoning: plain('reasoning'), code: coded('code'), mbpp: coded('mbpp') },
    ifeval: items.ifeval.map(({ source, prompt, instructions }) => ({
      ...{ src: source, prompt: `Reference: ${prompt}` },
      instruction_ids: instructions.map(({ id }) => id),
      // As a data set has it: every argument, most of them empty.
      kwargs: instructions.map(({ args }) => ({ ...args, prompt_to_repeat: null })),
    })),
  };
  const text = await readFile(join(SOURCE, 'scripts/pod_eval_vllm.py'), 'utf8');
  const encoded = Buffer.from(JSON.stringify(table)).toString('base64');
  return `${text}\n_TABLE = "${encoded}"\n_TABLE_WAYS = ${JSON.stringify(items.robustnessWays)}\n`;
}

/** A checkout with the stand-in's files, of which some can be left out. */
export async function checkout(folder: string, text: string, without: readonly string[] = []): Promise<void> {
  await cp(SOURCE, folder, { recursive: true });
  await writeFile(join(folder, 'scripts/pod_eval_vllm.py'), text);
  for (const name of without) await rm(join(folder, 'scripts', name));
}
