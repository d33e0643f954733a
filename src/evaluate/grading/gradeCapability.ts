import type { CapabilityItem, CapabilityKind } from '../../domain/item.js';
import type { Graded } from './Graded.js';
import { stripThinking } from './stripThinking.js';

const BEFORE = '(?<![\\p{L}\\p{N}_])';
const AFTER = '(?![\\p{L}\\p{N}_])';
const YES = new RegExp(`${BEFORE}yes${AFTER}`, 'iu');
const NO = new RegExp(`${BEFORE}no${AFTER}`, 'iu');
const LETTER = new RegExp(`${BEFORE}([A-D])${AFTER}`, 'iu');

/** What a capability answer says, by kind of question; empty when it says nothing of that kind. */
export function capabilityAnswer(text: string, kind: CapabilityKind): string {
  const answer = stripThinking(text);
  switch (kind) {
    case 'int':
      return /-?\p{Nd}+/u.exec(answer)?.[0] ?? '';
    case 'yesno':
      return YES.test(answer) ? 'yes' : NO.test(answer) ? 'no' : '';
    case 'mc':
      return LETTER.exec(answer)?.[1]?.toLowerCase() ?? '';
    case 'word':
    case 'word_alt':
      return /[a-z]+/.exec(answer.toLowerCase())?.[0] ?? '';
    default:
      return answer;
  }
}

/** Grade of an answer on a capability item (rule: grading, docs/methodology.md). */
export function gradeCapability(text: string, item: CapabilityItem): Graded {
  const pred = capabilityAnswer(text, item.kind);
  return { pred, ok: pred !== '' && isRight(pred, item) };
}

function isRight(pred: string, { kind, answers, count }: CapabilityItem): boolean {
  const [answer = ''] = answers;
  switch (kind) {
    case 'phrase':
      return new RegExp(answer).test(pred.toLowerCase());
    case 'format_re':
      return new RegExp(answer).test(pred);
    case 'word_count':
      return words(pred).length === count;
    case 'rhyme': {
      const all = words(pred);
      return all.length === 1 && (all[0] as string).toLowerCase().endsWith(answer);
    }
    default:
      return answers.some((one) => one.toLowerCase() === pred.toLowerCase());
  }
}

const words = (text: string): string[] => text.match(/[A-Za-z][A-Za-z'-]*/g) ?? [];
