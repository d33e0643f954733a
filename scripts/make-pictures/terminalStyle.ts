import { type Style, styleOf, type Token } from '../../src/tui/theme.js';

type Scheme = 'dark' | 'light';

/** The ground, the ink, the ink of what is dimmed, and the frame of the drawn terminal. */
const GROUNDS = {
  dark: { paper: '#14181d', ink: '#e8ebef', soft: '#a3adba', edge: '#37404b' },
  light: { paper: '#ffffff', ink: '#1b2129', soft: '#5a6472', edge: '#d5dae1' },
} as const;

/**
 * The colours of Okabe and Ito for the names of the theme. As they are they stand out on the dark ground; on white they
 * are darkened until text can be read (4.5 to 1).
 */
const COLOURS: Readonly<Record<Scheme, Readonly<Record<string, string>>>> = {
  dark: { green: '#009E73', red: '#D55E00', yellow: '#E69F00', magenta: '#CC79A7', cyan: '#56B4E9' },
  light: { green: '#00664b', red: '#b34700', yellow: '#8a5c00', magenta: '#98487a', blue: '#005a8e' },
};

/** Class of a token in the picture. */
export const tokenClass = (token: Token): string => `t-${token.replace('.', '-')}`;

const declarations = ({ color, bold, dimColor }: Style, scheme: Scheme): string => {
  const fill = color === undefined ? (dimColor ? GROUNDS[scheme].soft : null) : COLOURS[scheme][color];
  if (fill === undefined) throw new RangeError(`the picture has no colour for ${color} on ${scheme}`);
  return [fill === null ? '' : `fill:${fill}`, bold ? 'font-weight:700' : ''].filter(Boolean).join(';');
};

const rules = (tokens: readonly Token[], scheme: Scheme): string => {
  const { paper, ink, edge } = GROUNDS[scheme];
  return [
    `.paper{fill:${paper};stroke:${edge}}text,path{fill:${ink}}`,
    ...tokens
      .map((token) => [token, declarations(styleOf(token, scheme), scheme)] as const)
      .filter(([, style]) => style !== '')
      .map(([token, style]) => `.${tokenClass(token)}{${style}}`),
  ].join('');
};

/** Rules for these tokens: what each looks like is the theme's word, light or dark as the reader's system is. */
export const terminalStyle = (tokens: readonly Token[]): string =>
  `${rules(tokens, 'light')}@media (prefers-color-scheme:dark){${rules(tokens, 'dark')}}`;
