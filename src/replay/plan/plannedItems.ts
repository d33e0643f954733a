import { BENCH_BUDGETS, CAPABILITY_BUDGET } from '../../evaluate/axes/benches.js';
import { drawItems } from '../../reconstruct/items/drawItems.js';
import { sentPrompts } from '../../reconstruct/items/sentPrompts.js';
import { liveAxes } from '../axes/liveAxes.js';
import type { ChatFiles } from '../axes/readChatFiles.js';
import type { RoundCounts } from '../axes/roundCounts.js';

/** One answer that a contender is asked for. */
interface PlannedItem {
  readonly axis: string;
  /** Tokens of the prompt. */
  readonly tokens: number;
  readonly rows: 1;
  /** Most new tokens, each a run of its own. */
  readonly steps: number;
}

/** What each contender of a round is asked, in order, with the lengths that decide its cost. */
export function plannedItems(seedBlock: number, asked: RoundCounts, chat: ChatFiles): readonly PlannedItem[] {
  const block = BigInt(seedBlock);
  const prompts = sentPrompts(drawItems(block, asked.counts), block);
  const budgets: Readonly<Record<string, number>> = { ...BENCH_BUDGETS, capability: CAPABILITY_BUDGET };
  return liveAxes(asked.counts).flatMap(({ axis }) =>
    (prompts[axis] ?? []).map((sent) => {
      const messages = [sent].flat().map((content) => ({ role: 'user' as const, content: String(content) }));
      const text = chat.template.render(messages, { enableThinking: false });
      const steps = Math.min(budgets[axis] ?? 0, asked.maxTokens);
      return { axis, tokens: chat.tokenizer.encode(text).length, rows: 1 as const, steps };
    }),
  );
}
