import type { ChoiceItem } from '../../domain/item.js';
import type { PyRandom } from '../../python/random.js';
import { drawBoolean, drawSequence } from './drawPuzzles.js';
import { type Kinds, perItem, times } from './perItem.js';
import { COLOURS, NAMES } from './words.js';

interface Drawn {
  readonly question: string;
  readonly options: readonly string[];
  readonly answer: string;
}

const VOWELS = [...'aeiou'];
const CONSONANTS = [...'bcdfg'];

/** Kinds of puzzles in the order of the rule (rule: item draws, docs/methodology.md). */
const KINDS: Kinds<Drawn> = {
  boolean_eval: (r) => {
    const { text, value } = drawBoolean(r);
    return {
      question: `What is the truth value of: ${text}`,
      options: shuffled(r, ['True', 'False']),
      answer: value ? 'True' : 'False',
    };
  },
  ordering: (r) => drawOrdering(r, r.randint(3, 4)),
  deduction: (r) => {
    const names = r.sample(NAMES, 3);
    const colours = r.sample(COLOURS.slice(0, 5), 3);
    const clues = names.map((name, i) => `${name} took the ${colours[i]} mug.`);
    r.shuffle(clues);
    const target = r.choice(names);
    return {
      question: `${clues.join(' ')} Which mug did ${target} take?`,
      options: shuffled(r, colours),
      answer: colours[names.indexOf(target)] as string,
    };
  },
  sequence_next: (r) => {
    const { shown, next } = drawSequence(r, ['arith', 'geom', 'alt', 'square']);
    const options = [next, next + r.choice([-1, 1, 2, -3]), next + r.randint(5, 19), 2 * next].map(String);
    return {
      question: `Which number comes next: ${shown.join(', ')}, ...?`,
      options: shuffled(r, options),
      answer: String(next),
    };
  },
  odd_one_out: (r) => {
    const { same, odd } = drawOddOne(r);
    return {
      question: 'Three of these belong together and one does not. Which one does not?',
      options: shuffled(r, [...same, odd]),
      answer: odd,
    };
  },
  analogy_letter: (r) => {
    const shift = r.randint(1, 12);
    const [first, second] = [r.choice([...'ABCDEFGHIJ']), r.choice([...'KLMNOPQRST'])];
    const offsets = [-2, -1, 1, 2, 3];
    r.shuffle(offsets);
    const answer = letterAfter(second, shift);
    return {
      question: `${first} is to ${letterAfter(first, shift)} as ${second} is to which letter?`,
      options: shuffled(r, [answer, ...offsets.slice(0, 3).map((by) => letterAfter(answer, by))]),
      answer,
    };
  },
};

/** People in the order of their heights; wrong options are other orders of the same people. */
export function drawOrdering(r: PyRandom, n: number): Drawn {
  const heights = r.sample(
    times(60, (i) => 140 + i),
    n,
  );
  const names = r.sample(NAMES, n);
  const asked = r.choice(['tallest', 'shortest']);
  const order = names
    .map((name, i) => ({ name, height: heights[i] as number }))
    .sort((a, b) => (asked === 'tallest' ? b.height - a.height : a.height - b.height))
    .map(({ name }) => name);
  const answer = order.join(', ');
  const wrong: string[] = [];
  for (let i = 0; i < 32 && wrong.length < 3; i++) {
    const text = shuffled(r, order).join(', ');
    if (text !== answer && !wrong.includes(text)) wrong.push(text);
  }
  return {
    question: `${names.map((name, i) => `${name} is ${heights[i]} cm tall.`).join(' ')} Who comes after whom, ${asked} first?`,
    options: shuffled(r, [answer, ...wrong]),
    answer,
  };
}

function drawOddOne(r: PyRandom): { same: string[]; odd: string } {
  const kind = r.choice(['multiples', 'vowels', 'consonants_double']);
  if (kind === 'multiples') {
    const base = r.choice([3, 4, 5, 6, 7]);
    const same = times(3, () => base * r.randint(2, 9));
    let odd = (same[0] as number) + r.choice([1, -1, 2]);
    while (odd % base === 0) odd += 1;
    return { same: same.map(String), odd: String(odd) };
  }
  if (kind === 'vowels') {
    const same = times(3, () => times(r.randint(3, 5), () => r.choice(VOWELS)).join(''));
    return { same, odd: times(4, () => r.choice(CONSONANTS)).join('') };
  }
  const same = times(3, () => {
    const doubled = r.choice(CONSONANTS).repeat(2);
    return doubled + r.choice(VOWELS);
  });
  return { same, odd: [r.choice(CONSONANTS), r.choice(VOWELS), r.choice(CONSONANTS)].join('') };
}

/** The letter some places on in the alphabet, which begins anew after Z. */
export const letterAfter = (letter: string, by: number): string =>
  String.fromCharCode(65 + ((((letter.charCodeAt(0) - 65 + by) % 26) + 26) % 26));

/** The options in one shuffle, as a new list. */
export function shuffled<T>(r: PyRandom, options: readonly T[]): T[] {
  const result = [...options];
  r.shuffle(result);
  return result;
}

/** Puzzles with two to four lettered options in the question. */
export const reasoningItems = (seed: number, count: number): ChoiceItem[] =>
  perItem(seed, count, KINDS).map(([kind, { question, options, answer }]) => ({
    source: `procedural_reasoning/${kind}`,
    question,
    options,
    gold: `(${String.fromCharCode(65 + options.indexOf(answer))})`,
  }));
