import chalk from 'chalk';
import type { Line } from './present/line.js';
import { type Style, styleOf, type ThemeName } from './theme.js';

const COLOUR_OF_256 = /^ansi256\((\d{1,3})\)$/;

const coloured = (text: string, color: string): string => {
  const of256 = COLOUR_OF_256.exec(color)?.[1];
  return of256 === undefined ? chalk[color as 'red'](text) : chalk.ansi256(Number(of256))(text);
};

const styled = (text: string, { color, bold, dimColor, inverse, underline }: Style): string => {
  let shown = dimColor ? chalk.dim(text) : text;
  if (color !== undefined) shown = coloured(shown, color);
  if (bold) shown = chalk.bold(shown);
  if (underline) shown = chalk.underline(shown);
  return inverse ? chalk.inverse(shown) : shown;
};

/** A line as a terminal takes it: text with the codes of its theme, and without the blanks that end it. */
export const rowText = (line: Line, theme: ThemeName): string =>
  line
    .map(({ text, token }) => (token === undefined ? text : styled(text, styleOf(token, theme))))
    .join('')
    .trimEnd();
