/** Height of a block. Below 2^32 on this chain, so a plain number is exact. */
export type BlockNumber = number;

/** `0x` and 64 lower-case hex digits: the identity of a block. */
export type BlockHash = `0x${string}`;
