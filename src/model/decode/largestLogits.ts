/** One row of logits as a result keeps it. */
export interface LargestLogits {
  /** Ids of the largest logits in falling order, equals by rising id. */
  readonly ids: readonly number[];
  /** The first id whose logit is not finite, or -1; `ids` means nothing then. */
  readonly broken: number;
}

/** The `count` largest entries of one row of logits, or all of a shorter row. */
export function largestLogits(row: Float32Array, count: number): LargestLogits {
  const ids: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < row.length; id += 1) {
    const value = row[id] as number;
    if (!Number.isFinite(value)) return { ids: [], broken: id };
    if (ids.length === count && value <= least) continue;
    let at = ids.length;
    while (at > 0 && (row[ids[at - 1] as number] as number) < value) at -= 1;
    ids.splice(at, 0, id);
    if (ids.length > count) ids.pop();
    least = row[ids.at(-1) as number] as number;
  }
  return { ids, broken: -1 };
}
