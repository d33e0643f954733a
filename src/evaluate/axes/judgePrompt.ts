import { firstCodePoints } from '../../python/text.js';
import { sanitizeAnswer } from '../grading/sanitizeAnswer.js';

/** Characters of an answer that the judge reads. */
const READ = 2048;

/**
 * What the teacher is asked about one answer, in words of our own. The answer loses phrases that could speak to the judge
 * before it is cut (rule: probes, docs/methodology.md).
 */
export const judgePrompt = (request: string, answer: string): string =>
  [
    'Below are a request and the answer that an assistant gave. Judge the answer: whether it is true, does what was asked, and is clear.',
    'Marks go from 1, of no use, to 5, hardly to be bettered.',
    `Request:\n${request.trim()}`,
    `Answer:\n${firstCodePoints(sanitizeAnswer(answer), READ)}`,
    'Reply with the mark alone, one digit.',
  ].join('\n\n');
