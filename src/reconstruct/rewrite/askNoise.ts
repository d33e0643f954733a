import { PyRandom } from '../../python/random.js';
import type { NoiseWay } from '../items/drawWays.js';
import { caseJitter, commonMisspellings, extraWhitespace, lightTypos } from './typing.js';

const STREAM = 0x80152be9n;
const OPENINGS = ['Hello again! ', 'One more thing before lunch: ', 'I hope that you are well. '];
const CLOSINGS = [' Thanks a lot!', ' I am curious what you say.', ' No hurry.'];
const ASIDES = ['By the way, it rains here. ', 'My cat walks over the keys. ', 'The radio is on. '];

const WAYS: Readonly<Record<NoiseWay, (text: string, r: PyRandom) => string>> = {
  light_typos: lightTypos,
  case_jitter: caseJitter,
  chatter_prefix: (text, r) => r.choice(OPENINGS) + text,
  chatter_suffix: (text, r) => text + r.choice(CLOSINGS),
  extra_whitespace: extraWhitespace,
  common_misspellings: (text) => commonMisspellings(text),
  drop_periods: (text) => text.replace(/\.(?=\s|$)/g, ''),
  polite_distractor: (text, r) => r.choice(ASIDES) + text,
};

/** A task with disturbance around or in it (rule: rewriting, docs/methodology.md). */
export function askNoise(
  text: string,
  way: NoiseWay,
  at: { readonly block: bigint; readonly item: number; readonly way: number },
): string {
  const seed = (at.block ^ STREAM) + BigInt(1009 * at.item + 13 * at.way);
  return WAYS[way](text, new PyRandom(seed & 0x7fffffffn));
}
