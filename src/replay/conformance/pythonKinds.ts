import * as z from 'zod';
import { sha256Hex } from '../../domain/canonical.js';
import { PyRandom } from '../../python/random.js';
import { round } from '../../python/round.js';
import { codePointLength } from '../../python/text.js';
import { promptText } from '../../reconstruct/prompts/promptText.js';
import { vectorFloat } from './readNumber.js';
import type { VectorKinds } from './vectorKind.js';

/** Bounds on what one vector may ask for, so that a hostile file cannot hold the process. */
const MOST_ITEMS = 1_000_000;
const MOST_BITS = 100_000;
const MOST_CALLS = 10_000;

const int = z.number().int();
const size = int.min(0).max(MOST_ITEMS);
const call = z.union([
  z.tuple([z.literal('getrandbits'), int.min(0).max(MOST_BITS)]),
  z.tuple([z.literal('random')]),
  z.tuple([z.literal('randint'), int, int]),
  z.tuple([z.literal('choice'), size]),
  z.tuple([z.literal('shuffle'), size]),
  z.tuple([z.literal('sample'), size, size]),
  z.tuple([z.literal('randrange'), int]),
  z.tuple([z.literal('randrange'), int, int]),
  z.tuple([z.literal('randrange'), int, int, int]),
]);
type Call = z.infer<typeof call>;

const intText = z.string().regex(/^-?\d{1,5000}$/);
const randomInput = z.union([
  z.object({ seed: intText, seed_type: z.literal('int'), calls: z.array(call).max(MOST_CALLS) }),
  z.object({
    seed: z.string().max(MOST_CALLS),
    seed_type: z.literal('str'),
    calls: z.array(call).max(MOST_CALLS),
  }),
]);
const bits = z.string().regex(/^[0-9a-fA-F]{16}$/);
const digits = int.min(-400).max(400);
const roundInput = z.union([
  z.object({ value_bits: bits, digits }),
  z.object({ value: vectorFloat, digits }),
]);
const promptInput = z.object({ alphabet: z.array(z.string()), pieces: size, seed: intText });

/** CPython's generator and rounding, and the text of one prompt. */
export const pythonKinds: VectorKinds = {
  python_random: (input) => {
    const { seed, seed_type, calls } = randomInput.parse(input);
    const random = new PyRandom(seed_type === 'int' ? BigInt(seed) : seed);
    return { results: calls.map((each) => called(random, each)) };
  },
  python_round: (input) => {
    const given = roundInput.parse(input);
    const value = 'value_bits' in given ? fromBits(given.value_bits) : given.value;
    return { value: round(value, given.digits) };
  },
  web_prompt: (input) => {
    const { alphabet, pieces, seed } = promptInput.parse(input);
    const random = new PyRandom(BigInt(seed));
    const text = Array.from({ length: pieces }, () => random.choice(alphabet)).join('');
    if (text === '') return { used: false, prompt_code_points: null, prompt_sha256: null };
    const prompt = promptText(text);
    return { used: true, prompt_code_points: codePointLength(prompt), prompt_sha256: sha256Hex(prompt) };
  },
};

function called(random: PyRandom, [name, ...args]: Call): unknown {
  const [first, second, third] = args as number[] as [number, number, number];
  switch (name) {
    case 'getrandbits':
      return String(random.getrandbits(first));
    case 'random':
      return random.random();
    case 'randint':
      return random.randint(first, second);
    case 'choice':
      return random.choice(range(first));
    case 'shuffle': {
      const items = range(first);
      random.shuffle(items);
      return items;
    }
    case 'sample':
      return random.sample(range(first), second);
    case 'randrange':
      return random.randrange(first, second, third);
  }
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function fromBits(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}
