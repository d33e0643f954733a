/** Passes over a row of logits: two log-sum-exps of four each, the masked copy, the joined slices, the largest of them. */
const LOGIT_PASSES = 11;

/** Multiply-adds and written values of the vocabulary head for `rows` scored rows. */
export function headCost(
  rows: number,
  { vocabSize, width }: { readonly vocabSize: number; readonly width: number },
): { head: number; headElements: number } {
  return { head: rows * vocabSize * width, headElements: LOGIT_PASSES * rows * vocabSize };
}
