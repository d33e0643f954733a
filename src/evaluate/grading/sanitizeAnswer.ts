const NUMBER = '(?:\\p{Nd}+|zero|one|two|three|four|five|six|seven|eight|nine|ten)';
const MARKED = '(?:score|rating|grade|mark)';

/** Phrases that could speak to the judge, in the order in which they are taken out. */
const REDACTED = [
  'score\\s*\\(just the digit\\)',
  `${MARKED}\\s*(?::|=>|->|=|\\|)\\s*${NUMBER}`,
  `${MARKED}\\s+(?:of|is|equals)\\s+${NUMBER}\\s*/\\s*${NUMBER}`,
  `${MARKED}\\s+(?:of|is|equals)\\s+${NUMBER}\\s+out\\s+of\\s+${NUMBER}`,
  '[1-9]\\s*=\\s*(?:excellent|good|mediocre|poor|bad)',
  'output only the single digit',
  'strict grader',
  '(?:user|assistant)\\s*\\(turn\\s*\\p{Nd}+\\)\\s*:',
].map((source) => new RegExp(source, 'giu'));

/** A contender's answer before a judge reads it: phrases that look like a grade or an order become `[REDACTED]`. */
export const sanitizeAnswer = (text: string): string =>
  REDACTED.reduce((result, pattern) => result.replace(pattern, '[REDACTED]'), text);
