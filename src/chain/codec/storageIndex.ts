/** Storage indexes of one mechanism: rows and commits of mechanism m are stored under m * 4096 + netuid. */
const PER_MECHANISM = 4096;

/** Index under which a subnet's rows and commits are stored (rule: storage index, docs/methodology.md). */
export const storageIndex = (netuid: number, mechanism = 0): number => mechanism * PER_MECHANISM + netuid;

/** Subnet and mechanism of a storage index. */
export const splitStorageIndex = (
  index: number,
): { readonly netuid: number; readonly mechanism: number } => ({
  netuid: index % PER_MECHANISM,
  mechanism: Math.floor(index / PER_MECHANISM),
});
