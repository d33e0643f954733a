import type { Simulation } from './simulation.js';
import { inventHotkey, type SubnetModel } from './subnetModel.js';

type Change = Simulation['changesOfHotkey'][number];

/** Runtimes from this version on write the block of a replacement into `LastUpdate`. */
const RESETS_LAST_UPDATE = 401;

/** A registration that takes a UID: the chain zeroes the UID in every row and deletes its own. */
export function replaceUid(model: SubnetModel, uid: number, block: number): Change | null {
  const state = model.uids[uid];
  if (state === undefined) return null;
  const from = state.hotkey;
  const to = inventHotkey(`uid ${uid} from ${block}`);
  Object.assign(state, { hotkey: to, permit: false, stakeWeight: 0, registeredAt: block });
  moveKey(model, uid, from, to);
  model.put('SubtensorModule.BlockAtRegistration', [uid], block);
  if (model.rows.has(uid)) model.putRow(uid, null);
  for (const [owner, row] of [...model.rows])
    if (row.some(([target, weight]) => target === uid && weight !== 0))
      model.putRow(
        owner,
        row.map(([target, weight]) => [target, target === uid ? 0 : weight]),
      );
  model.putStake();
  if (model.runtime.specVersion >= RESETS_LAST_UPDATE) {
    state.lastUpdate = block;
    model.putLastUpdate();
  }
  const fields = [model.netuid, uid, to];
  model.deposit({ phase: 1, pallet: 'SubtensorModule', name: 'NeuronRegistered', fields });
  return { block, uid, from, to, how: 'replaced' };
}

/** A hotkey swap: the UID keeps everything but its key, and commitments stay with the old key. */
export function swapHotkey(model: SubnetModel, uid: number, block: number): Change | null {
  const state = model.uids[uid];
  if (state === undefined) return null;
  const from = state.hotkey;
  const to = inventHotkey(`uid ${uid} swapped at ${block}`);
  state.hotkey = to;
  moveKey(model, uid, from, to);
  const coldkey = inventHotkey(`coldkey ${uid}`);
  model.putAt('SubtensorModule.Owner', [to], coldkey);
  const fields = [coldkey, from, to, model.netuid];
  model.deposit({ phase: 1, pallet: 'SubtensorModule', name: 'HotkeySwappedOnSubnet', fields });
  return { block, uid, from, to, how: 'swapped' };
}

function moveKey(model: SubnetModel, uid: number, from: string, to: string): void {
  model.put('SubtensorModule.Keys', [uid], to);
  model.put('SubtensorModule.Uids', [from], null);
  model.put('SubtensorModule.Uids', [to], uid);
}
