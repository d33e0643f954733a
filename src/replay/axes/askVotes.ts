import type { Decoder } from '../../domain/decoder.js';
import { type Answer, askItem } from '../../evaluate/axes/askItem.js';
import { VOTES, votedAnswer, voteSeed } from '../../evaluate/axes/voteAnswer.js';

/** The voted answer of a self-consistency item, in a box, with the tokens of all samples that did not fail. */
export async function askVotes(
  decoder: Decoder,
  prompt: string,
  maxNew: number,
  block: bigint,
  item: number,
): Promise<Answer> {
  const answers: Answer[] = [];
  for (let sample = 0; sample < VOTES.samples; sample++)
    answers.push(await askItem(decoder, [prompt], maxNew, { ...VOTES, seed: voteSeed(block, item, sample) }));
  const whole = answers.filter((one) => !one.failed);
  return {
    text: `#### ${votedAnswer(whole.map(({ text }) => text))}`,
    tokens: whole.reduce((sum, { tokens }) => sum + tokens, 0),
    terminated: whole.every(({ terminated }) => terminated),
    failed: whole.length === 0,
  };
}
