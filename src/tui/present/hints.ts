import type { KeyFacts } from '../keyCommand.js';
import { commandsOf, disabledReason } from '../keys.js';
import { type Line, span } from './line.js';
import type { Look } from './look.js';

/** Last row: the hints of this place that can be done now. One that does not fit is dropped whole, the least first. */
export const hintLine = (facts: KeyFacts, look: Look): Line => {
  let hints = commandsOf(facts.place).filter(
    (command) => command.hint !== undefined && disabledReason(command, facts) === null,
  );
  const text = (): string => hints.map((command) => command.hint).join('  ');
  while (text().length > look.width && hints.length > 1) {
    const highest = Math.max(...hints.map((command) => command.rank ?? 0));
    const at = hints.map((command) => command.rank ?? 0).lastIndexOf(highest);
    hints = hints.filter((_, index) => index !== at);
  }
  return [span(text(), 'text.secondary')];
};
