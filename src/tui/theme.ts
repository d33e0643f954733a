import type { Verdict } from '../domain/verdict.js';
import type { RowStatus } from '../domain/weights.js';

/** What a piece of text means. Screens name meanings; only this file knows colours. */
export type Token =
  | `verdict.${Verdict}`
  | `status.${RowStatus}`
  | 'text.primary'
  | 'text.secondary'
  | 'text.heading'
  | 'text.selected'
  | 'gate.ok'
  | 'gate.fail'
  | 'crown.moved'
  | 'notice'
  | 'synthetic';

/** How a token looks: a colour by its name or as `ansi256(N)`, and what is done with the text. */
export interface Style {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

export const THEMES = ['dark', 'light', 'cvd', 'none'] as const;
export type ThemeName = (typeof THEMES)[number];

type Palette = Readonly<Record<Verdict | 'accent', Style>>;

const dim: Style = { dimColor: true };

/** 16-colour names, so that the terminal's own theme decides; orange alone has none and is taken from the 256. */
const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    confirmed: { color: 'green' },
    consistent: { color: 'green', dimColor: true },
    'wrong-crown': { color: 'red', bold: true },
    'policy-split': { color: 'yellow' },
    inconclusive: { color: 'yellow' },
    unverifiable: { color: 'magenta' },
    'not-replayed': dim,
    accent: { color: 'cyan' },
  },
  light: {
    confirmed: { color: 'green' },
    consistent: { color: 'green' },
    'wrong-crown': { color: 'red', bold: true },
    'policy-split': { color: 'yellow' },
    inconclusive: { color: 'yellow' },
    unverifiable: { color: 'magenta' },
    'not-replayed': dim,
    accent: { color: 'blue' },
  },
  cvd: {
    confirmed: { color: 'blue' },
    consistent: { color: 'blue', dimColor: true },
    'wrong-crown': { color: 'ansi256(208)', bold: true },
    'policy-split': { color: 'yellow' },
    inconclusive: { color: 'yellow' },
    unverifiable: { color: 'gray' },
    'not-replayed': dim,
    accent: { color: 'blue' },
  },
  none: {
    confirmed: {},
    consistent: dim,
    'wrong-crown': { bold: true, inverse: true },
    'policy-split': { bold: true },
    inconclusive: { bold: true },
    unverifiable: { underline: true },
    'not-replayed': dim,
    accent: { bold: true },
  },
};

const STATUS_AS: Readonly<Record<RowStatus, Verdict>> = {
  differs: 'wrong-crown',
  equal: 'confirmed',
  policy: 'policy-split',
  stale: 'inconclusive',
  fallback: 'inconclusive',
  unset: 'not-replayed',
  hidden: 'not-replayed',
  zeroed: 'unverifiable',
};

/** The look of a token in a theme. Every token also has a mark or a word, so a theme may be empty of colour. */
export const styleOf = (token: Token, theme: ThemeName): Style => {
  const palette = PALETTES[theme];
  if (token.startsWith('verdict.')) return palette[token.slice('verdict.'.length) as Verdict];
  if (token.startsWith('status.')) return palette[STATUS_AS[token.slice('status.'.length) as RowStatus]];
  switch (token) {
    case 'gate.ok':
      return palette.confirmed;
    case 'gate.fail':
      return palette['wrong-crown'];
    case 'crown.moved':
      return palette.accent;
    case 'text.secondary':
      return dim;
    case 'text.heading':
      return { bold: true };
    case 'text.selected':
      return { ...palette.accent, bold: true };
    case 'notice':
    case 'synthetic':
      return palette.inconclusive;
    default:
      return {};
  }
};
