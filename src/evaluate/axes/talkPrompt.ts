import { firstCodePoints } from '../../python/text.js';
import { sanitizeAnswer } from '../grading/sanitizeAnswer.js';

/** Characters that the judge reads of one answer, and of the whole talk. */
const READ_ANSWER = 800;
const READ_TALK = 4096;

/** What the teacher is asked about a talk, in words of our own; answers are cleaned as in `judgePrompt`. */
export function talkPrompt(asked: readonly string[], answers: readonly string[]): string {
  const lines = asked.flatMap((turn, i) => [
    `USER (turn ${i + 1}): ${turn}`,
    `ASSISTANT (turn ${i + 1}): ${firstCodePoints(sanitizeAnswer(answers[i] ?? ''), READ_ANSWER)}`,
  ]);
  return [
    'Below is a talk of several turns. Judge the assistant over all of them: whether it is true, does what each turn asks, and keeps in mind what was said before.',
    'Marks go from 1, of no use, to 5, hardly to be bettered.',
    firstCodePoints(lines.join('\n'), READ_TALK),
    'Reply with the mark alone, one digit.',
  ].join('\n\n');
}
