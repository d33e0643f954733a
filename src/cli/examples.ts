/** The examples under a command's help. */
export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ recrown ${line}`).join('\n')}\n`;
