/**
 * Works on the items of a list, at most `most` at a time, begun in their order.
 *
 * @returns what came of each, in the order of the list
 * @throws what the first item of the list that failed threw, when all that were begun have ended; none is begun after a failure
 */
export async function severalAtOnce<Item, Result>(
  list: readonly Item[],
  most: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures = new Map<number, unknown>();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < list.length && failures.size === 0) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(list[index] as Item, index);
      } catch (error) {
        failures.set(index, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, list.length) }, worker));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return results;
}
