import type { Instruction, InstructionItem } from '../../domain/item.js';
import type { PyRandom } from '../../python/random.js';
import { type Kinds, perItem } from './perItem.js';

const TOPICS = [
  'a lighthouse in winter',
  'learning to bake bread',
  'a train ride at night',
  'keeping bees',
  'the first day at a new job',
  'a walk along a river',
  'repairing an old bicycle',
  'a market on a Saturday',
];
const NOUNS = [
  'river',
  'lantern',
  'garden',
  'bridge',
  'clock',
  'winter',
  'harbour',
  'letter',
  'mountain',
  'window',
];
const ENDINGS = [
  'That is all there is to say.',
  'And so the day came to its close.',
  'Nothing more was needed.',
];

type Drawn = readonly [demand: string, instruction: Instruction];

const words = (count: number, relation: string): Instruction => ({
  id: 'length_constraints:number_words',
  args: { num_words: count, relation },
});

/** Kinds of instructions in the order of the rule (rule: item draws, docs/methodology.md). */
const DEMANDS: Kinds<(keyword: string) => Drawn> = {
  exact_words: (r) => {
    const n = r.choice([20, 25, 30, 40, 50]);
    return () => [`Use exactly ${n} words.`, words(n, 'exactly')];
  },
  min_words: (r) => {
    const n = r.choice([30, 40, 60, 80]);
    return () => [`Use ${n} words or more.`, words(n, 'at least')];
  },
  max_words: (r) => {
    const n = r.choice([20, 30, 40]);
    return () => [`Use ${n} words or fewer.`, words(n, 'at most')];
  },
  all_lowercase: () => () => [
    'Write without any capital letter.',
    { id: 'change_case:english_lowercase', args: {} },
  ],
  all_uppercase: () => () => [
    'Write in capital letters only.',
    { id: 'change_case:english_capital', args: {} },
  ],
  ends_with_phrase: (r) => {
    const phrase = r.choice(ENDINGS);
    return () => [
      `Let the last sentence be: "${phrase}"`,
      { id: 'startend:end_checker', args: { end_phrase: phrase } },
    ];
  },
  include_keyword: (r) => {
    const n = r.randint(2, 4);
    return (keyword) => [
      `Use the word "${keyword}" ${n} times or more.`,
      { id: 'keywords:frequency', args: { keyword, relation: 'at least', frequency: n } },
    ];
  },
  forbid_keyword: (r) => {
    const word = r.choice(NOUNS);
    return () => [
      `Never use the word "${word}".`,
      { id: 'keywords:forbidden_words', args: { forbidden_words: [word] } },
    ];
  },
  json_format: () => () => [
    'Answer with one JSON object that has the keys "title" and "body", and nothing else.',
    { id: 'detectable_format:json_format', args: {} },
  ],
  exact_sentences: (r) => {
    const n = r.choice([2, 3, 4]);
    return () => [
      `Write exactly ${n} sentences.`,
      { id: 'length_constraints:number_sentences', args: { num_sentences: n, relation: 'exactly' } },
    ];
  },
  no_comma: () => () => ['Write without a single comma.', { id: 'punctuation:no_comma', args: {} }],
  title_format: () => () => [
    'Give it a title in double angle brackets, like <<this>>.',
    { id: 'detectable_format:title', args: {} },
  ],
  bullet_list: (r) => {
    const n = r.randint(3, 5);
    return () => [
      `Answer as a list of exactly ${n} points, each on a line that begins with an asterisk.`,
      { id: 'detectable_format:number_bullet_lists', args: { num_bullets: n } },
    ];
  },
};

const KINDS: Kinds<{ prompt: string; instruction: Instruction }> = Object.fromEntries(
  Object.entries(DEMANDS).map(([kind, demand]) => [
    kind,
    (r: PyRandom, index: number) => {
      const [topic, keyword] = [r.choice(TOPICS), r.choice(NOUNS)];
      const [text, instruction] = demand(r, index)(keyword);
      return { prompt: `Write a short text about ${topic}. ${text}`, instruction };
    },
  ]),
);

/** Writing tasks with one check of form each. */
export const instructionItems = (seed: number, count: number): InstructionItem[] =>
  perItem(seed, count, KINDS).map(([kind, { prompt, instruction }]) => ({
    source: `procedural_ifeval/${kind}`,
    prompt,
    instructions: [instruction],
  }));
