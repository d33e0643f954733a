/** One holder on the line: where it begins and ends, both inclusive, on one scale. */
export interface ReignSpan {
  readonly from: number;
  readonly to: number;
  /** null = nobody. */
  readonly uid: number | null;
  readonly conditional: boolean;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Letter of a holder in the figure and in the table beside it: by first appearance, over again after z. */
export const reignLetters = (
  reigns: readonly { readonly uid: number | null; readonly hotkey?: string | null }[],
) => {
  const seen = new Map<string, string>();
  return reigns.map(({ uid, hotkey }) => {
    if (uid === null) return '.';
    const holder = `${uid} ${hotkey ?? ''}`;
    const known = seen.get(holder) ?? (LETTERS[seen.size % LETTERS.length] as string);
    seen.set(holder, known);
    return known;
  });
};

/**
 * Draws who held the crown, to scale: one cell stands for an equal number of rounds, a letter for a holder, `*` under the
 * cells of a conditional crown. A reign shorter than a cell may be covered by its neighbours: the table has them all.
 * @returns two lines of at most `width` cells
 */
export const renderReignLine = (
  reigns: readonly ReignSpan[],
  letters: readonly string[],
  width: number,
): { readonly holders: string; readonly marks: string } => {
  const first = reigns[0]?.from ?? 0;
  const last = reigns.at(-1)?.to ?? 0;
  const rounds = last - first + 1;
  const cells = Math.max(0, Math.min(width, reigns.length === 0 ? 0 : rounds));
  let [holders, marks] = ['', ''];
  for (let cell = 0; cell < cells; cell += 1) {
    const at = first + Math.floor((cell * rounds) / cells);
    const index = reigns.findLastIndex((reign) => reign.from <= at);
    const reign = reigns[index];
    // Rounds between two reigns that nobody judged belong to neither.
    const held = reign !== undefined && at <= reign.to;
    holders += held ? letters[index] : ' ';
    marks += held && reign.conditional ? '*' : ' ';
  }
  return { holders: holders.trimEnd(), marks: marks.trimEnd() };
};
