import { printable } from '../../domain/printable.js';
import type { ReferenceCheck } from '../../domain/referenceCheck.js';
import { CAPABILITY_POOL } from '../../reconstruct/items/capabilityPool.js';
import type { RoundItems } from '../../reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../reconstruct/items/itemCounts.js';
import { itemKeys } from '../../reconstruct/items/itemKeys.js';
import { type EvaluatorOptions, openEvaluator } from '../../replay/axes/openEvaluator.js';
import { ownQuestions } from '../../replay/axes/ownQuestions.js';
import type { RoundQuestions } from '../../replay/axes/RoundQuestions.js';
import { referenceQuestions } from '../../replay/axes/referenceQuestions.js';
import type { Command } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { referenceLines } from './referenceLines.js';

interface ItemsOptions extends EvaluatorOptions {
  /** Number of the round's seed block. */
  readonly seed: bigint;
  readonly counts: keyof typeof ITEM_COUNTS;
}

const SHOWN_CHARACTERS = 68;

/**
 * `recrown items`: everything that a round asks beside the corpus prompts, from its block number alone; with an evaluator in
 * its words, and held against its draws. Exit code 70 when one differs.
 */
export const items: Command<[ItemsOptions]> = async (context, options) => {
  const { seed, counts } = options;
  const reference = await openEvaluator(options, context.cwd, process.env.PATH ?? '');
  const own = ownQuestions(seed, ITEM_COUNTS[counts]);
  const asked = reference && (await referenceQuestions(reference, seed, ITEM_COUNTS[counts]));
  const { wording, prompts } = asked?.questions ?? own;
  const check = asked?.check ?? null;
  context.out(
    context.options.json
      ? jsonLine({
          ...{ schema: 1, seed: String(seed), counts, wording },
          ...{ keys: itemKeys(own.items), prompts, reference: check },
        })
      : [...table(seed, own.items, prompts, check), ...(check ? referenceLines(check) : []), ''].join('\n'),
  );
  return check === null || check.agrees ? EXIT.ok : EXIT.internal;
};

function table(
  seed: bigint,
  drawn: RoundItems,
  prompts: RoundQuestions['prompts'],
  check: ReferenceCheck | null,
): string[] {
  const ownWords = check?.ownWords.map(({ axis }) => axis) ?? [];
  const lines = Object.entries(prompts).map(([axis, texts]) => {
    const [first] = texts;
    const text = typeof first === 'string' ? first : (first?.[0] ?? '');
    return `${axis.padEnd(23)} ${String(texts.length).padStart(5)}  ${ownWords.includes(axis) ? '(ours) ' : ''}${oneLine(text)}`;
  });
  return [
    `axis${' '.repeat(20)}items  first item, in ${check === null ? 'our own' : "the evaluator's"} words`,
    ...lines,
    `Seed ${seed}; capability takes ${drawn.capability.staticIndex.length} of ${CAPABILITY_POOL.length} fixed questions; answers and all texts with --json.`,
  ];
}

function oneLine(text: string): string {
  const plain = printable(text.replace(/\s+/g, ' '));
  return plain.length > SHOWN_CHARACTERS ? `${plain.slice(0, SHOWN_CHARACTERS - 2)}..` : plain;
}
