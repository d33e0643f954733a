import { type DecisivePrompts, missingTexts } from '../decisivePrompts.js';
import { signed } from '../roundText.js';
import type { Block } from './block.js';
import { number, plain } from './cells.js';

/** Characters of a beginning, escapes counted. */
const TEXT = 6000;

/** The prompts on which one duel turned most: what they gave, and how they begin. */
export const decisiveBlocks = (decisive: DecisivePrompts | null, uid: number): Block[] => {
  const prompts = decisive?.duels.find((duel) => duel.uid === uid)?.prompts ?? [];
  if (decisive === null || prompts.length === 0) return [];
  const { missing } = decisive;
  return [
    { kind: 'heading', text: 'The prompts that decided most' },
    ...(missing === null ? [] : [{ kind: 'text', text: missingTexts(missing) } as const]),
    {
      kind: 'table',
      columns: [
        { title: 'index', isNumber: true },
        { title: 'king KL', isNumber: true },
        { title: 'challenger KL', isNumber: true },
        { title: 'difference', isNumber: true },
        { title: missing === null ? 'the text begins' : 'sha256 of the text' },
      ],
      rows: prompts.map((one) => [
        number(String(one.index)),
        number(one.king.toFixed(5)),
        number(one.challenger.toFixed(5)),
        number(signed(one.delta)),
        one.beginning === null
          ? { text: one.sha256 ?? 'not recorded', style: 'code' as const }
          : { ...plain(one.beginning === '' ? '(empty)' : one.beginning), max: TEXT },
      ]),
    },
  ];
};
