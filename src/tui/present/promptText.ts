import { beginning } from '../../domain/beginning.js';
import { asciiOnly, printable } from '../../domain/printable.js';
import type { NoTexts, PromptTexts } from '../../domain/promptTexts.js';
import type { Prompt } from '../../domain/round.js';
import type { PairedPrompt } from '../../report/pairedPrompts.js';
import { fitLine, type Line, span, wrap } from './line.js';
import { clean, type Look, rule } from './look.js';
import { count, difference, fixed } from './numbers.js';

/** What a screen has of the texts: nothing yet, what was read, or why nothing could be. */
export type TextsAt = PromptTexts | NoTexts | null;

/** The text of a prompt; null where it is not at hand. */
export const promptOf = (texts: TextsAt, selected: PairedPrompt | undefined): Prompt | null =>
  texts === null || !('prompts' in texts) || selected === undefined
    ? null
    : (texts.prompts.find((one) => one.sha256 === selected.sha256) ?? null);

const NOT_CLEAN = 'shown cleaned: \\x1b stands for a control character; the stored bytes are as they were';

/** The first lines of a text in a frame, or why there are none; always `room` lines at most. */
export const promptTextLines = (
  texts: TextsAt,
  selected: PairedPrompt | undefined,
  room: number,
  look: Look,
): Line[] => {
  if (room < 2) return [];
  const prompt = promptOf(texts, selected);
  const sentence = (text: string): Line[] =>
    wrap(clean(text, look, 1000), look.width).map((part): Line => [span(part, 'text.secondary')]);
  if (prompt === null || texts === null || !('prompts' in texts)) {
    const why =
      texts === null
        ? ['The text is being read from the snapshot ...']
        : 'prompts' in texts
          ? ['The replay does not tell which text this prompt has.']
          : [`No text: ${texts.why}.`, `To see it, ${texts.remedy}.`];
    return [rule(look, 'Text'), ...why.flatMap(sentence)].slice(0, room);
  }
  const head = `Text: ${count(prompt.codePoints)} characters, shard ${texts.shard} row ${count(prompt.row)}, snapshot ${clean(texts.snapshot, look, 40)}`;
  const cells = look.width * (room - 1);
  // However long a text is, no more of it is looked at than fills the lines: a character takes a cell at least.
  const words = beginning(prompt.text, cells);
  const safe = clean(words, look, cells * 12);
  const lines = wrap(safe.slice(0, cells + look.width), look.width);
  const shown = words === '' ? ['(empty)'] : lines.slice(0, room - 1);
  const isCut = lines.length > room - 1 || words.endsWith('..');
  return [
    fitLine(rule(look, isCut ? `${head}; enter: all of it` : head), look.width),
    ...shown.map((text): Line => [span(text)]),
  ];
};

/** What a pager shows of a prompt: its numbers, then its whole text, each line after a bar that no text can do without. */
export const wholePromptText = (
  prompt: Prompt,
  paired: PairedPrompt,
  roundId: number,
  look: Look,
): string => {
  const longest = prompt.text.length * 12 + 24;
  const safe = (line: string): string => {
    const text = printable(line, longest);
    return look.charset === 'ascii' ? asciiOnly(text) : text;
  };
  return [
    `Round ${roundId}, prompt ${paired.index} (draw ${paired.draw ?? '-'}), row ${prompt.row} of the corpus shard`,
    `sha256 ${prompt.sha256}   ${count(prompt.codePoints)} characters`,
    `king ${fixed(paired.king, 6)}   challenger ${fixed(paired.challenger, 6)}   difference ${difference(paired.delta)} nats a position`,
    NOT_CLEAN,
    '',
    ...prompt.text.split(/\r\n|\n|\r/).map((line) => `| ${safe(line)}`),
    '',
  ].join('\n');
};
