import type { Instruction } from '../../domain/item.js';
import { strip } from '../../python/text.js';
import { stripThinking } from './stripThinking.js';

type Args = Instruction['args'];

const WORDS = /[\p{L}\p{N}_'-]+/gu;
const FENCE = /```[a-zA-Z]*\s*\n?([\s\S]*?)```/;

/** Checks by instruction id; an unknown id and arguments of another form fail (rule: grading, docs/methodology.md). */
const CHECKS: Readonly<Record<string, (text: string, args: Args) => boolean>> = {
  'length_constraints:number_words': (text, { num_words, relation }) =>
    compared(text.match(WORDS)?.length ?? 0, relation, num_words),
  'length_constraints:number_sentences': (text, { num_sentences, relation }) =>
    compared(text.split(/[.!?]+/).filter((one) => strip(one) !== '').length, relation, num_sentences),
  'change_case:english_lowercase': (text) => text === text.toLowerCase(),
  'change_case:english_capital': (text) => text === text.toUpperCase(),
  'startend:end_checker': (text, { end_phrase }) =>
    typeof end_phrase === 'string' && strip(text).endsWith(strip(end_phrase)),
  'keywords:frequency': (text, { keyword, relation, frequency }) =>
    compared(occurrences(text, keyword), relation, frequency),
  'keywords:forbidden_words': (text, { forbidden_words }) =>
    Array.isArray(forbidden_words) && forbidden_words.every((word) => occurrences(text, word) === 0),
  'detectable_format:json_format': (text) => isJson(FENCE.exec(text)?.[1] ?? text),
  'punctuation:no_comma': (text) => !text.includes(','),
  'detectable_format:title': (text) => /<<[^\n]+?>>/.test(text),
  'detectable_format:number_bullet_lists': (text, { num_bullets }) =>
    compared(text.split('\n').filter((line) => /^\s*[*-]/.test(line)).length, 'exactly', num_bullets),
};

/** Whether an answer keeps every instruction of an item. */
export const gradeInstructions = (text: string, instructions: readonly Instruction[]): boolean => {
  const answer = stripThinking(text);
  return instructions.every(({ id, args }) => CHECKS[id]?.(answer, args) === true);
};

function compared(count: number, relation: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'number') return false;
  if (relation === 'at least') return count >= wanted;
  if (relation === 'at most') return count <= wanted;
  return relation === 'exactly' && count === wanted;
}

/** Whole words, in any case. */
function occurrences(text: string, word: unknown): number {
  if (typeof word !== 'string' || word === '') return Number.NaN;
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.match(new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, 'giu'))?.length ?? 0;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(strip(text));
    return true;
  } catch {
    return false;
  }
}
