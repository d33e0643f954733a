/** Slot in the subnet, u16. A slot is recycled: it never identifies a person without its hotkey. */
export type Uid = number;

/** SS58 address (prefix 42) of a hotkey: who. The key of every join between blocks. */
export type Hotkey = string;
