import type { NeedleItem } from '../../domain/item.js';
import type { PyRandom } from '../../python/random.js';
import { FILLERS, NEEDLES } from './needleTexts.js';
import { perItemAlike, times } from './perItem.js';

const SYMBOLS = [...'ABCDEFGHJKMNPQRSTUVWXYZ23456789'];
/** A code is kept this many lines away from every other, as far as the draws allow. */
const APART = 3;
const TRIES = 32;
const MOST_CONFUSERS = 7;

/**
 * Long texts in which one code is asked for and others stand beside it (rule: item draws, docs/methodology.md).
 *
 * @param fillers lines without a code
 * @param confusers codes that are not asked for; at most 7 count
 */
export const needleItems = (seed: number, count: number, fillers = 40, confusers = 3): NeedleItem[] =>
  perItemAlike(seed, count, (r) => draw(r, fillers, Math.min(confusers, MOST_CONFUSERS)));

function draw(r: PyRandom, fillers: number, confusers: number): NeedleItem {
  const chosen = r.sample(NEEDLES, 1 + confusers);
  const codes: string[] = [];
  while (codes.length < chosen.length) {
    const code = times(7, () => r.choice(SYMBOLS)).join('');
    if (!codes.includes(code)) codes.push(code);
  }
  const plain =
    fillers > FILLERS.length ? times(fillers, () => r.choice(FILLERS)) : r.sample(FILLERS, fillers);
  const total = fillers + codes.length;
  const position = r.randint(Math.floor(total / 4), Math.floor((3 * total) / 4));
  const placed = [position];
  while (placed.length < codes.length) {
    let at = position;
    for (let i = 0; i < TRIES && placed.some((other) => Math.abs(other - at) < APART); i++)
      at = r.randint(0, total - 1);
    placed.push(at);
  }
  const lines: string[] = [];
  const rest = [...plain];
  for (let line = 0; line < total; line++) {
    const here = placed.indexOf(line);
    const text = here < 0 ? rest.shift() : chosen[here]?.line(codes[here] as string);
    lines.push(text ?? '');
  }
  return {
    lines,
    question: (chosen[0] as (typeof NEEDLES)[number]).question,
    answer: codes[0] as string,
    confusers: codes.slice(1),
    position,
    confuserPositions: placed.slice(1),
  };
}
