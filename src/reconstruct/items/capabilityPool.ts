import type { CapabilityItem, CapabilityKind } from '../../domain/item.js';

type Pair = readonly [question: string, answer: string];

const entries = (kind: CapabilityKind, ending: string, pairs: readonly Pair[]): CapabilityItem[] =>
  pairs.map(([question, answer]) => ({
    kind,
    question: `${question} ${ending}`,
    answers: answer.split('|'),
  }));

const ONE_WORD: readonly Pair[] = [
  ['What is the opposite of "early"?', 'late'],
  ['What is the opposite of "empty"?', 'full'],
  ['What is the opposite of "narrow"?', 'wide'],
  ['What is the opposite of "heavy"?', 'light'],
  ['What is the opposite of "buy"?', 'sell'],
  ['What is the opposite of "north"?', 'south'],
  ['What is the opposite of "always"?', 'never'],
  ['What is the opposite of "ancient"?', 'modern'],
  ['What is the plural of "mouse"?', 'mice'],
  ['What is the plural of "tooth"?', 'teeth'],
  ['What is the plural of "knife"?', 'knives'],
  ['What is the past tense of "bring"?', 'brought'],
  ['What is the past tense of "swim"?', 'swam'],
  ['What is the past tense of "teach"?', 'taught'],
  ['Of which country is Vienna the capital?', 'austria'],
  ['Of which country is Nairobi the capital?', 'kenya'],
  ['Of which country is Lima the capital?', 'peru'],
  ['Of which country is Hanoi the capital?', 'vietnam'],
  ['What is the capital of Norway?', 'oslo'],
  ['What is the capital of Portugal?', 'lisbon'],
  ['What is the capital of Cuba?', 'havana'],
  ['What is the capital of Poland?', 'warsaw'],
  ['What is the young of a cow called?', 'calf'],
  ['What is the young of a sheep called?', 'lamb'],
  ['What is a female fox called?', 'vixen'],
  ['Which metal has the chemical sign Fe?', 'iron'],
  ['Which metal has the chemical sign Au?', 'gold'],
  ['Which gas has the chemical sign He?', 'helium'],
  ['Which organ pumps the blood?', 'heart'],
  ['Which planet has the largest rings?', 'saturn'],
  ['Which star is nearest to the earth?', 'sun'],
  ['On which continent lies Chad?', 'africa'],
  ['On which continent lies Laos?', 'asia'],
  ['Which day comes after Tuesday?', 'wednesday'],
  ['Which month comes before June?', 'may'],
  ['Which season comes after summer in Europe?', 'autumn'],
  ['Which colour do blue and yellow paint give?', 'green'],
  ['What do bees make from nectar?', 'honey'],
  ['What is frozen water called?', 'ice'],
  ['Write the word "LADDER" in small letters.', 'ladder'],
  ['Which word is left when the first letter of "spark" is removed?', 'park'],
  ['Which word do the letters t-a-c give read backwards?', 'cat'],
  ['Which animal barks?', 'dog'],
  ['In which language is "danke" a word of thanks?', 'german'],
  ['Which shape has three sides?', 'triangle'],
  ['Which instrument has 88 keys?', 'piano'],
];

const WHOLE_NUMBERS: readonly Pair[] = [
  ['How many days has a week?', '7'],
  ['How many months has a year?', '12'],
  ['How many hours have two days?', '48'],
  ['How many minutes has half an hour?', '30'],
  ['How many seconds have three minutes?', '180'],
  ['How many days has April?', '30'],
  ['How many legs has a spider?', '8'],
  ['How many legs has an ant?', '6'],
  ['How many wheels have five bicycles?', '10'],
  ['How many sides has an octagon?', '8'],
  ['How many corners has a cube?', '8'],
  ['How many edges has a cube?', '12'],
  ['How many faces has a die?', '6'],
  ['How many degrees has a right angle?', '90'],
  ['How many degrees has a full turn?', '360'],
  ['How many centimetres has a metre?', '100'],
  ['How many grams has a kilogram?', '1000'],
  ['How many millilitres has a litre?', '1000'],
  ['How many letters has the English alphabet?', '26'],
  ['How many squares has a chess board?', '64'],
  ['How many players of one team stand on a football field?', '11'],
  ['How many planets has the solar system?', '8'],
  ['How many years has a century?', '100'],
  ['How many zeros has one million written out?', '6'],
  ['How many cents are a quarter of 100 cents?', '25'],
  ['What is the square root of 144?', '12'],
  ['What is the cube of 3?', '27'],
  ['What is half of 250?', '125'],
  ['What is a third of 99?', '33'],
  ['What is the next prime after 13?', '17'],
  ['What is the smallest prime?', '2'],
  ['What is 15 percent of 200?', '30'],
  ['How much is 7 times 8?', '56'],
  ['How much is 1000 minus 1?', '999'],
  ['What is the atomic number of hydrogen?', '1'],
  ['What does the Roman numeral XIV mean?', '14'],
  ['What does the binary number 1010 mean?', '10'],
  ['What does the hexadecimal number FF mean?', '255'],
];

const YES_OR_NO: readonly Pair[] = [
  ['Is 91 a prime number?', 'no'],
  ['Is 97 a prime number?', 'yes'],
  ['Is a whale a fish?', 'no'],
  ['Is a bat a mammal?', 'yes'],
  ['Is ice lighter than water of the same volume?', 'yes'],
  ['Does the sun rise in the west?', 'no'],
  ['Is Canada larger than France?', 'yes'],
  ['Is Iceland south of Spain?', 'no'],
  ['Is zero an even number?', 'yes'],
  ['Do spiders have wings?', 'no'],
  ['Is the moon a star?', 'no'],
  ['Is iron a metal?', 'yes'],
  ['Is a tomato plant an animal?', 'no'],
  ['Is the word "level" the same read backwards?', 'yes'],
  ['Was the year 2000 a leap year?', 'yes'],
  ['Has a triangle four corners?', 'no'],
  ['Is 0.5 equal to one half?', 'yes'],
  ['Is sound faster than light?', 'no'],
  ['Is Cairo in Africa?', 'yes'],
];

const ONE_OF_SEVERAL: readonly Pair[] = [
  ['Name a primary colour of light.', 'red|green|blue'],
  ['Name a month with 31 days that begins with J.', 'january|july'],
  ['Name a planet between the earth and the sun.', 'mercury|venus'],
  ['Name a country on the island of Hispaniola.', 'haiti|dominican'],
  ['Name a large cat with stripes or a mane.', 'tiger|lion'],
  ['What is another word for "fall", the season?', 'autumn|fall'],
  ['Name a state of matter of water.', 'ice|liquid|solid|gas|steam|vapour|vapor'],
  ['Name an ocean next to the Americas.', 'atlantic|pacific|arctic'],
  ['Name a British word for a mobile dwelling.', 'caravan|houseboat'],
  ['Name a board game with kings.', 'chess|checkers|draughts'],
];

const FOUR_OPTIONS: readonly Pair[] = [
  ['Which is a fruit? A) carrot B) plum C) leek D) potato.', 'B'],
  ['Which is the largest? A) 0.9 B) 0.19 C) 0.91 D) 0.099.', 'C'],
  ['Which is a bird? A) bat B) bee C) gecko D) owl.', 'D'],
  ['Which is a river? A) Rhine B) Alps C) Sahara D) Malta.', 'A'],
  ['Which word is a verb? A) table B) slow C) under D) carry.', 'D'],
  ['Which is made of wood? A) coin B) violin C) window pane D) brick.', 'B'],
  ['Which number divides 36? A) 5 B) 7 C) 9 D) 11.', 'C'],
  ['Which is a programming language? A) Python B) Danube C) Mozart D) Paella.', 'A'],
  ['Which lies in South America? A) Ghana B) Nepal C) Bolivia D) Latvia.', 'C'],
  ['Which is colder? A) boiling water B) ice C) fresh tea D) warm milk.', 'B'],
];

const PHRASES: readonly Pair[] = [
  ['Repeat exactly: the tide is low', 'the tide is low'],
  ['Repeat exactly: seven grey stones', 'seven grey stones'],
  ['Complete the proverb: better late than', 'never'],
  ['Complete the proverb: the early bird catches the', 'worm'],
  ['Complete: Monday, Tuesday,', 'wednesday'],
  ['Complete: two, four, six,', 'eight'],
  ['Say good morning politely.', 'good morning'],
  ['Complete the saying: practice makes', 'perfect'],
];

const PATTERNS: readonly Pair[] = [
  ['Write the date of the third of May 2021 as YYYY-MM-DD.', '\\b2021-05-03\\b'],
  ['Write half past four in the afternoon as HH:MM.', '\\b16:30\\b'],
  ['Write any even number of two digits.', '\\b[1-9][02468]\\b'],
  ['Write the word "stone" in square brackets.', '\\[stone\\]'],
  ['Write any hexadecimal colour like #a1b2c3.', '#[0-9a-fA-F]{6}\\b'],
  ['Write three letters with hyphens between them.', '\\b[A-Za-z]-[A-Za-z]-[A-Za-z]\\b'],
  ['Write 1234567 with commas between groups of three digits.', '\\b1,234,567\\b'],
  ['Write any e-mail address at example.org.', '[\\w.]+@example\\.org'],
];

const RHYMES: readonly Pair[] = [
  ['Give one word that ends like "night".', 'ight'],
  ['Give one word that ends like "stone".', 'one'],
  ['Give one word that ends like "cake".', 'ake'],
];

const COUNTS: readonly (readonly [question: string, count: number])[] = [
  ['Describe the sea in exactly three words.', 3],
  ['Describe a library in exactly four words.', 4],
  ['Describe snow in exactly five words.', 5],
];

/** The fixed questions of the capability axis: 145, of the kinds of the rule. */
export const CAPABILITY_POOL: readonly CapabilityItem[] = [
  ...entries('word', 'Answer with one word.', ONE_WORD),
  ...entries('int', 'Answer with the number only.', WHOLE_NUMBERS),
  ...entries('yesno', 'Answer yes or no.', YES_OR_NO),
  ...entries('word_alt', 'Answer with one word.', ONE_OF_SEVERAL),
  ...entries('mc', 'Answer with the letter only.', FOUR_OPTIONS),
  ...entries('phrase', 'Keep it short.', PHRASES),
  ...entries('format_re', 'Write nothing else.', PATTERNS),
  ...COUNTS.map(
    ([question, count]): CapabilityItem => ({ kind: 'word_count', question, answers: [], count }),
  ),
  ...entries('rhyme', 'Answer with that word only.', RHYMES),
];
