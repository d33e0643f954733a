/**
 * Runs a task for every item on a few workers at once; each worker takes the next item when it is free.
 * @returns results in the order of the items
 */
export async function spread<W, T, R>(
  workers: readonly W[],
  items: readonly T[],
  task: (worker: W, item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const work = async (worker: W): Promise<void> => {
    for (let at = next++; at < items.length; at = next++)
      results[at] = await task(worker, items[at] as T, at);
  };
  await Promise.all(workers.map(work));
  return results;
}
