import { declaredRow, type ShownRow } from '../../diff/recompute/declaredRow.js';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { Hotkey } from '../../domain/identity.js';
import type { RoundBlocks } from '../../domain/round.js';
import { windowEnd } from '../../eras/roundBlocks.js';
import type { World } from '../openWorld.js';

/** The row that a validator shows in the last recorded block of a round's weight window. */
async function shownRow({ chain }: World, hotkey: Hotkey, blocks: RoundBlocks): Promise<ShownRow | Absent> {
  const end = windowEnd(blocks);
  const block = chain.blocks.findLast((one) => one >= blocks.activationBlock && one < end);
  const missing = (why: string): Absent => ({ absent: 'missing', why });
  if (block === undefined)
    return missing(`weights: the snapshot holds no block from ${blocks.activationBlock} to ${end - 1}.`);
  const state = await chain.getState(block);
  const uid = state.uids.find((one) => one.hotkey === hotkey)?.uid;
  if (uid === undefined) return missing(`weights: the hotkey ${hotkey} has no UID at block ${block}.`);
  const row = state.weights.find((one) => one.uid === uid);
  return row === undefined ? missing(`weights: UID ${uid} shows no row at block ${block}.`) : { row, block };
}

/**
 * Holds the row that a validator shows in a snapshot against the winner that its record declares.
 * @returns the cause when the row pays somebody else, null when it does not, Absent when no row is recorded
 */
export async function checkDeclaredRow(
  world: World,
  hotkey: Hotkey,
  blocks: RoundBlocks,
  declared: Parameters<typeof declaredRow>[1],
): Promise<ReturnType<typeof declaredRow> | Absent> {
  const row = await shownRow(world, hotkey, blocks);
  return isAbsent(row) ? row : declaredRow(row, declared);
}
