import { type KeyCommand, ROUND_TABS, type RoundTab, unlessSeveral } from '../keyCommand.js';

const TABS: Readonly<Record<RoundTab, string>> = {
  duel: 'Paired differences, intervals and gates.',
  prompts: 'KL of king and challenger, prompt by prompt.',
  quality: 'Axes of king and challenger, and the gate on their quality.',
  inputs: 'Seed, texts, plans, and who took part or did not, and why.',
  claim: 'What was published, beside what the replay gives.',
  log: 'What the replay wrote about this round.',
};

/** Keys of one round. */
export const ROUND_KEYS: readonly KeyCommand[] = [
  {
    id: 'tab.next',
    keys: ['tab'],
    label: 'next tab',
    tooltip: 'Duel, Prompts, Quality, Inputs, Claim, Log.',
    places: ['round'],
    hint: 'tab',
    pair: 'tab.duel',
    rank: 4,
  },
  ...ROUND_TABS.map(
    (tab, index): KeyCommand => ({
      id: `tab.${tab}`,
      keys: [String(index + 1)],
      label: `tab ${tab}`,
      tooltip: TABS[tab],
      places: ['round'],
      disabledReason: (facts) => (facts.tab === tab ? 'this tab is shown' : null),
    }),
  ),
  {
    id: 'prompt.text',
    keys: ['enter'],
    label: 'the whole text',
    tooltip: 'The text of the selected prompt in $PAGER, cleaned; back here when it ends.',
    places: ['round'],
    hint: 'text',
    rank: 3,
    disabledReason: (facts) => {
      if (facts.tab !== 'prompts') return 'only the tab Prompts has texts';
      return facts.hasText ? null : 'the text is not at hand';
    },
  },
  {
    id: 'challenger.next',
    keys: ['l', 'right'],
    label: 'next challenger',
    tooltip: 'The challenger with the next lower bound.',
    places: ['round'],
    hint: 'challenger',
    pair: 'challenger.previous',
    rank: 3,
    disabledReason: unlessSeveral,
  },
  {
    id: 'challenger.previous',
    keys: ['h', 'left'],
    label: 'previous challenger',
    tooltip: 'The challenger with the next higher bound.',
    places: ['round'],
    disabledReason: unlessSeveral,
  },
];
