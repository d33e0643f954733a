/** Terminals cut or ignore longer sequences. */
const MAX_BASE64 = 74_994;
/** GNU screen passes at most this many bytes of a wrapped sequence at once. */
const SCREEN_CHUNK = 700;

export interface Copy {
  /** What to write to the terminal. */
  readonly sequence: string;
  /** What the person is told: how many characters, and the way. */
  readonly said: string;
}

/**
 * Copies through the terminal (OSC 52), which also works over SSH: the terminal that the person sits at keeps the text.
 * Wrapped for tmux and GNU screen, which swallow it otherwise.
 * @returns null when the text is too long for a terminal
 */
export const copyThroughTerminal = (
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): Copy | null => {
  const base64 = Buffer.from(text, 'utf8').toString('base64');
  if (base64.length > MAX_BASE64) return null;
  const bare = `\u001b]52;c;${base64}\u0007`;
  const length = [...text].length;
  const said = (way: string): string => `${length} character${length === 1 ? '' : 's'} (${way})`;
  if (env.TMUX !== undefined && env.TMUX !== '')
    return {
      sequence: `\u001bPtmux;${bare.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`,
      said: said('terminal, through tmux'),
    };
  if (env.STY !== undefined && env.STY !== '') {
    const parts = bare.match(new RegExp(`[\\s\\S]{1,${SCREEN_CHUNK}}`, 'g')) ?? [];
    return {
      sequence: parts.map((part) => `\u001bP${part}\u001b\\`).join(''),
      said: said('terminal, through screen'),
    };
  }
  return { sequence: bare, said: said('terminal') };
};
