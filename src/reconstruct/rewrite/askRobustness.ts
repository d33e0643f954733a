import { PyRandom } from '../../python/random.js';
import type { RobustnessWay } from '../items/drawWays.js';
import { replaceSynonym, type Synonym } from './synonyms.js';
import { textSeed } from './textSeed.js';
import { caseJitter, commonMisspellings, extraWhitespace, lightTypos } from './typing.js';

/** Verbs of tasks that change places: 13, as many as the rule draws from. */
const TASK_VERBS: readonly Synonym[] = [
  ['find', ['determine', 'work out']],
  ['determine', ['find', 'work out']],
  ['calculate', ['compute', 'work out']],
  ['compute', ['calculate', 'work out']],
  ['work out', ['determine', 'calculate']],
  ['finish', ['end', 'close']],
  ['give', ['state', 'report']],
  ['state', ['give', 'report']],
  ['add', ['sum']],
  ['take', ['use']],
  ['write', ['put down']],
  ['replace', ['exchange']],
  ['begin', ['start']],
];

const WAYS: Readonly<Record<RobustnessWay, (text: string, r: PyRandom) => string>> = {
  solve_prefix: (text) => `Please solve this task.\n\n${text}`,
  brief_postfix: (text) => `${text}\n\nKeep the working short.`,
  polite_request: (text) => `Would you be so kind and help with the following?\n\n${text}`,
  thinker_prefix: (text) => `Think before you write.\n\n${text}`,
  context_prefix: (text) => `This comes from a sheet of exercises.\n\n${text}`,
  framed_question: (text) => `Exercise:\n${text}\nEnd of the exercise.`,
  imperative_postfix: (text) => `${text}\n\nDo it now.`,
  instruction_synonym: (text, r) => replaceSynonym(text, TASK_VERBS, r),
  imperative_to_question: imperativeToQuestion,
  light_typos: lightTypos,
  case_jitter: caseJitter,
  extra_whitespace: extraWhitespace,
  common_misspellings: (text) => commonMisspellings(text),
};

/** A task in one of the ways of the round; numbers and the answer mark stay (rule: rewriting, docs/methodology.md). */
export const askRobustness = (text: string, way: RobustnessWay, block: bigint): string =>
  WAYS[way](text, new PyRandom(textSeed(text, block)));

/** Turns a last sentence that begins with a task verb into a question; other texts stay as they are. */
function imperativeToQuestion(text: string): string {
  const [head = '', ...rest] = text.split('\n\n');
  const found = /^([\s\S]*?(?:[.!?]\s+)?)(?:Find|Calculate|Compute|Determine) ([^.!?]{3,200})\.(\s*)$/.exec(
    head,
  );
  if (found === null) return text;
  const [, before = '', body = '', after = ''] = found;
  return [`${before}What is ${body}?${after}`, ...rest].join('\n\n');
}
