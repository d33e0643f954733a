/** Sentences that carry a code, each with its question: 8, as many as the rule draws from. */
export const NEEDLES = [
  ['key of the archive', 'The key of the archive is'],
  ['number of the locker', 'The locker at the pool opens with'],
  ['mark on the crate', 'The crate on the pier is marked'],
  ['call sign of the boat', 'The boat answers to the call sign'],
  ['word of the guard', 'Tonight the guard asks for'],
  ['label of the seed bag', 'The bag of seeds carries the label'],
  ['plate of the van', 'The van at the gate has the plate'],
  ['name of the file', 'The file in the third drawer is called'],
].map(([what, says]) => ({
  line: (code: string): string => `${says} ${code}.`,
  question: `What is the ${what}? Answer with the code only.`,
}));

const PLACES = [
  'harbour',
  'station',
  'orchard',
  'library',
  'workshop',
  'chapel',
  'bakery',
  'quarry',
  'school',
  'mill',
];
const HAPPENINGS = [
  'The {} was quiet until noon.',
  'A dog slept at the door of the {}.',
  'Somebody had painted the {} white.',
  'Rain ran from the roof of the {}.',
  'The {} opened an hour late.',
];

/** Sentences without a code: 50, as many as the rule draws from. */
export const FILLERS = HAPPENINGS.flatMap((text) => PLACES.map((place) => text.replace('{}', place)));
