import { asciiOnly, printable } from '../domain/printable.js';
import { type DecisivePrompts, missingTexts } from './decisivePrompts.js';
import { signed } from './roundText.js';

/** Characters of a line, escapes counted. */
const TEXT = 6000;

/** The prompts on which the duels of a round turned most, as plain lines; empty where no duel was replayed. */
export const decisiveText = (decisive: DecisivePrompts | null, ascii: boolean): string => {
  if (decisive === null) return '';
  const { missing, duels } = decisive;
  const lines = [
    '',
    'The prompts that decided most (king KL minus challenger KL)',
    ...(missing === null ? [] : [`  ${missingTexts(missing)}`]),
    ...duels.flatMap(({ uid, prompts }) => [
      `  against u${uid}`,
      ...prompts.map(
        (one) =>
          `    ${String(one.index).padStart(5)}  ${signed(one.delta)}  ${one.beginning === null ? `sha256 ${one.sha256 ?? 'not recorded'}` : one.beginning === '' ? '(empty)' : one.beginning}`,
      ),
    ]),
  ].map((line) => printable(line, TEXT));
  return `${(ascii ? lines.map(asciiOnly) : lines).join('\n')}\n`;
};
