import { strip } from '../../python/text.js';
import { mathAnswer } from '../grading/gradeMath.js';

/** Samples of a self-consistency item, with the draw of each. */
export const VOTES = { samples: 5, temperature: 0.7, topP: 0.9 } as const;
const STREAM = 0x5cc001n;

/** Seed of one sample's draws. */
export const voteSeed = (block: bigint, item: number, sample: number): number =>
  Number(((block ^ STREAM) + BigInt(1024 * item + sample)) & 0x7fffffffn);

/** The answer that most samples give; of equals the one seen first. */
export function votedAnswer(texts: readonly string[]): string {
  const votes = new Map<string, number>();
  for (const text of texts) {
    const answer = strip(mathAnswer(text, true).replace(/[,$]/g, '')).replace(/\.$/, '');
    votes.set(answer, (votes.get(answer) ?? 0) + 1);
  }
  let [best, most] = ['', 0];
  for (const [answer, count] of votes) if (count > most) [best, most] = [answer, count];
  return best;
}
