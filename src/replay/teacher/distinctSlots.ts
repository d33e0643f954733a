/** Lists of ids as an engine takes them, and the way back to the teacher's slots. */
export interface DistinctSlots {
  /** Per row, ids of which none occurs twice. */
  readonly topIds: readonly (readonly number[])[];
  /** Log-probabilities of `topIds`, row-major, as those of the slots. */
  restore(logProbs: Float32Array): Float32Array;
}

/**
 * The teacher's slots without repeated ids: fillers of a server's shorter lists all name id 0, and each counts
 * (rule: token strings, docs/methodology.md), while an engine gathers an id once. A repeated slot asks for the lowest id
 * that its row does not name, and takes the value of the first slot of its own id.
 * @param topIds rows x slots, row-major; the vocabulary is larger than a row
 */
export function distinctSlots(topIds: Int32Array, slots: number): DistinctSlots {
  const lists: number[][] = [];
  const repeated: { readonly at: number; readonly first: number }[] = [];
  for (let from = 0; from < topIds.length; from += slots) {
    const list = Array.from(topIds.subarray(from, from + slots));
    const first = new Map<number, number>();
    const again: number[] = [];
    for (const [slot, id] of list.entries()) {
      const known = first.get(id);
      if (known === undefined) first.set(id, slot);
      else {
        repeated.push({ at: from + slot, first: from + known });
        again.push(slot);
      }
    }
    let unused = 0;
    for (const slot of again) {
      while (first.has(unused)) unused += 1;
      list[slot] = unused;
      unused += 1;
    }
    lists.push(list);
  }
  return {
    topIds: lists,
    restore: (logProbs) => {
      if (repeated.length === 0) return logProbs;
      const restored = logProbs.slice();
      for (const { at, first } of repeated) restored[at] = logProbs[first] as number;
      return restored;
    },
  };
}
