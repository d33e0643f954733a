/** Slots of CPython's set of up to four members. */
const SLOTS = 8;

/**
 * The members of a Python set of a few whole numbers in the order of its iteration (CPython 3.11): an eight-slot table,
 * each number at the place that its hash and perturbed probing give it.
 *
 * @param members in the order of insertion; at most 4, each at most 2^53 in size
 */
export function smallIntSet(members: readonly number[]): number[] {
  const slots: (number | undefined)[] = new Array(SLOTS).fill(undefined);
  for (const member of members) {
    // -1 marks an error in CPython's hashes: its hash is that of -2.
    let perturb = BigInt.asUintN(64, BigInt(member === -1 ? -2 : member));
    let at = Number(perturb % BigInt(SLOTS));
    while (slots[at] !== undefined && slots[at] !== member) {
      perturb >>= 5n;
      at = Number((BigInt(at) * 5n + 1n + perturb) % BigInt(SLOTS));
    }
    slots[at] = member;
  }
  return slots.filter((one) => one !== undefined);
}
