/**
 * How many entries of a filtered list a draw of so many prompts has: the ones before that position.
 * @param drawIndex position in the draw of each entry, ascending
 */
export const drawnWithin = (drawIndex: readonly number[], prompts: number): number =>
  drawIndex.findLastIndex((draw) => draw < prompts) + 1;
