const known = new WeakMap<readonly { readonly roundId: number }[], Map<number, unknown[]>>();

/** Records of a journal by round, sorted out once per list: a journal of many rounds is looked at four times a second. */
export const byRound = <T extends { readonly roundId: number }>(
  records: readonly T[],
  roundId: number,
): readonly T[] => {
  let sorted = known.get(records) as Map<number, T[]> | undefined;
  if (sorted === undefined) {
    sorted = new Map();
    for (const record of records) {
      const own = sorted.get(record.roundId);
      if (own === undefined) sorted.set(record.roundId, [record]);
      else own.push(record);
    }
    known.set(records, sorted);
  }
  return sorted.get(roundId) ?? [];
};
