import { CAPABILITY_POOL } from '../../reconstruct/items/capabilityPool.js';
import { drawItems, type RoundItems } from '../../reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../reconstruct/items/itemCounts.js';
import { itemKeys } from '../../reconstruct/items/itemKeys.js';
import { type Sent, sentPrompts } from '../../reconstruct/items/sentPrompts.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';

interface ItemsOptions {
  /** Number of the round's seed block. */
  readonly seed: bigint;
  readonly counts: keyof typeof ITEM_COUNTS;
}

const SHOWN_CHARACTERS = 68;

/** `recrown items`: everything that a round asks beside the corpus prompts, from its block number alone. */
export const items: Command<[ItemsOptions]> = async (context, { seed, counts }) => {
  const drawn = drawItems(seed, ITEM_COUNTS[counts]);
  const prompts = sentPrompts(drawn, seed);
  context.out(
    context.options.json
      ? jsonLine({ schema: 1, seed: String(seed), counts, keys: itemKeys(drawn), prompts })
      : table(seed, drawn, prompts),
  );
  return 0;
};

function table(seed: bigint, drawn: RoundItems, prompts: Readonly<Record<string, readonly Sent[]>>): string {
  const lines = Object.entries(prompts).map(([axis, texts]) => {
    const [first] = texts;
    const text = typeof first === 'string' ? first : (first?.[0] ?? '');
    return `${axis.padEnd(23)} ${String(texts.length).padStart(5)}  ${oneLine(text)}`;
  });
  return [
    `axis${' '.repeat(20)}items  first item, in our own words`,
    ...lines,
    `Seed ${seed}; capability takes ${drawn.capability.staticIndex.length} of ${CAPABILITY_POOL.length} fixed questions; answers and all texts with --json.`,
    '',
  ].join('\n');
}

function oneLine(text: string): string {
  const plain = text.replace(/\s+/g, ' ');
  return plain.length > SHOWN_CHARACTERS ? `${plain.slice(0, SHOWN_CHARACTERS - 2)}..` : plain;
}
