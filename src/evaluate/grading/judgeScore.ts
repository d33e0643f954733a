const SCORE = /(?<![\p{L}\p{N}_])([1-5])(?![\p{L}\p{N}_])/u;

/** The grade that a judge's words give: the first digit from 1 to 5 that stands alone; null without one. */
export function judgeScore(text: string): number | null {
  const found = SCORE.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** A mean grade on the scale of the axis, 0 to 1. */
export const normalizedGrade = (mean: number): number => Math.min(1, Math.max(0, (mean - 1) / 4));
