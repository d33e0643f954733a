import { decodeAuraSlot } from './auraSlot.js';

/** The last second of the year 9999, in seconds since 1970. */
const LAST = 253_402_300_799;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * When the Aura slot of a block began: the block's own timestamp lies between it and one slot later (rule: when a round
 * began, docs/methodology.md).
 * @param header SCALE bytes, hex with `0x`
 * @param slotMs length of a slot in milliseconds, as the runtime of the block has it; null when it has none
 * @returns UTC to the second, `2026-06-11T20:48:00Z`; undefined when the header or the runtime does not tell
 */
export function blockTime(header: string, slotMs: number | null): string | undefined {
  if (slotMs === null) return undefined;
  const slot = decodeAuraSlot(Buffer.from(header.slice(2), 'hex'));
  const seconds = slot === null ? undefined : (slot * BigInt(slotMs)) / 1000n;
  return seconds === undefined || seconds > BigInt(LAST) ? undefined : textOf(Number(seconds) * 1000);
}

/** Whether a text is a time as `blockTime` writes it, of a day that there is. */
export function isBlockTime(text: unknown): text is string {
  if (typeof text !== 'string' || !TIME.test(text)) return false;
  const at = Date.parse(text);
  return at >= 0 && textOf(at) === text;
}

const textOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
