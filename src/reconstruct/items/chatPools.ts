const SUBJECTS = [
  'how bread rises',
  'why leaves change colour',
  'how a bicycle stays upright',
  'what a tide is',
  'how glass is made',
  'why the sky is dark at night',
  'how a canal lock works',
  'what yeast does',
  'how paper is recycled',
  'why metal rusts',
];

const crossed = (tasks: readonly ((subject: string) => string)[]): string[] =>
  SUBJECTS.flatMap((subject) => tasks.map((task) => task(subject)));

/** Requests that the teacher grades: 60, as many as the rule draws from. */
export const JUDGE_REQUESTS: readonly string[] = crossed([
  (subject) => `Explain ${subject} in two short paragraphs.`,
  (subject) => `Describe ${subject} to a child of eight.`,
  (subject) => `Write a brief note for a museum about ${subject}.`,
  (subject) => `List three common mistakes that people make when they explain ${subject}.`,
  (subject) => `Give an everyday comparison that helps to understand ${subject}.`,
  (subject) => `Summarize in one sentence ${subject}.`,
]);

/** Requests on whose continuations student and teacher are compared: 80, as many as the rule draws from. */
export const ON_POLICY_REQUESTS: readonly string[] = crossed([
  (subject) => `Tell me briefly ${subject}.`,
  (subject) => `Write a question for a quiz about ${subject}, with its answer.`,
  (subject) => `What should a teacher show first when a class asks ${subject}?`,
  (subject) => `Write four lines of verse about ${subject}.`,
  (subject) => `Which tools are needed to find out ${subject}?`,
  (subject) => `Name two facts that are needed to understand ${subject}.`,
  (subject) => `Write the opening of a radio talk about ${subject}.`,
  (subject) => `Give step-by-step advice for an experiment that shows ${subject}.`,
]);

const PLANS = [
  'a picnic for six people',
  'a weekend in a small town',
  'a shelf for a narrow hall',
  'a garden bed in half shade',
  'a talk of ten minutes',
  'a birthday for a grandmother',
  'a repair day for bicycles',
  'a walk with a slow dog',
];
const TURNS: readonly (readonly [string, string])[] = [
  [
    'Make it cheaper and say what is lost.',
    'Which one thing would you keep if only one could stay? Say why.',
  ],
  ['Put it in the order of time.', 'Something goes wrong in the middle. What do you change?'],
  ['Explain the weakest part.', 'Now write it as three short points.'],
];

/** Talks of three turns: 24, as many as the rule draws from. */
export const TALKS: readonly (readonly [string, string, string])[] = PLANS.flatMap((plan) =>
  TURNS.map(([second, third]) => [`Help me plan ${plan}.`, second, third] as const),
);

const OPENINGS = ['Work out', 'Find', 'Determine'];
const RIDDLES = [
  'how many handshakes take place when nine people all greet each other',
  'which day it is a hundred days after a Friday',
  'how often the digit 7 stands in the numbers from 1 to 100',
  'the smallest number that leaves 1 on division by 2, 3 and 5',
  'how long two taps need for a tub that they fill alone in 3 and 6 hours',
  'how many squares of any size a board of four by four fields has',
  'how many weighings find the heavier one of eight coins',
  'the angle between the hands of a clock at half past three',
];
const WAYS = ['Show every step.', 'Check the result in a second way.'];

/** Riddles that are thought through: 48, as many as the rule draws from each time. */
export const RIDDLE_REQUESTS: readonly string[] = OPENINGS.flatMap((opening) =>
  RIDDLES.flatMap((riddle) => WAYS.map((way) => `${opening} ${riddle}. ${way}`)),
);

/** Short requests whose answers should come to an end: 48, as many as the rule draws from. */
export const BRIEF_REQUESTS: readonly string[] = [
  'Name',
  'Give one example of',
  'Say in five words what you know of',
].flatMap((opening) =>
  [
    'a bird that cannot fly',
    'a metal that is liquid in a warm room',
    'a town by the sea',
    'a tool with a handle',
    'a soup',
    'a tree with needles',
    'a game for two',
    'a musical scale',
    'a kind of cloud',
    'a stone used for building',
    'a winter sport',
    'a river with a delta',
    'a spice from bark',
    'a fabric made of plants',
    'an animal that stores food',
    'a number that is a square',
  ].map((thing) => `${opening} ${thing}.`),
);

/** Requests that anyone can answer: 4, asked in every round. */
export const CHAT_REQUESTS: readonly string[] = [
  'Good morning!',
  'What colour is snow?',
  'Name one fruit.',
  'Count from one to five.',
];
