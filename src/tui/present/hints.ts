import type { KeyCommand, KeyFacts } from '../keyCommand.js';
import { commandsOf, disabledReason, hintOf } from '../keys.js';
import { type Line, span } from './line.js';
import type { Look } from './look.js';

/** Last row: the hints of this place that can be done now. One that does not fit is dropped whole, the least first. */
export const hintLine = (keys: readonly KeyCommand[], facts: KeyFacts, look: Look): Line => {
  let hints = commandsOf(keys, facts.place)
    .filter((command) => disabledReason(command, facts) === null)
    .flatMap((command) => {
      const text = hintOf(command, keys);
      return text === null ? [] : [{ text, rank: command.rank ?? 0 }];
    });
  const text = (): string => hints.map((hint) => hint.text).join('  ');
  while (text().length > look.width && hints.length > 1) {
    const highest = Math.max(...hints.map((hint) => hint.rank));
    const at = hints.map((hint) => hint.rank).lastIndexOf(highest);
    hints = hints.filter((_, index) => index !== at);
  }
  return [span(text(), 'text.secondary')];
};
