import { encodePayload } from '../../../../src/chain/codec/encodePayload.js';
import type { RevealPlan } from './simulation.js';
import type { SubnetModel } from './subnetModel.js';

/** Revealed commitments that the chain keeps of one hotkey. */
const KEPT = 10;

/** Commitments of miners: sealed by an extrinsic, revealed by the chain, to the hotkey that sealed them. */
export class Commitments {
  readonly #sealed = new Map<RevealPlan, string>();

  constructor(private readonly model: SubnetModel) {}

  seal(plan: RevealPlan, block: number): void {
    const hotkey = this.model.uids[plan.uid]?.hotkey;
    if (hotkey === undefined) return;
    this.#sealed.set(plan, hotkey);
    this.model.put('Commitments.LastCommitment', [hotkey], block);
    const fields = [this.model.netuid, hotkey, 20_000_000 + plan.revealedAt * 4];
    this.model.deposit({ phase: 3, pallet: 'Commitments', name: 'TimelockCommitment', fields });
  }

  reveal(plan: RevealPlan, block: number): void {
    const hotkey = this.#sealed.get(plan);
    if (hotkey === undefined) return;
    const payload = typeof plan.payload === 'string' ? encodePayload(plan.payload) : plan.payload;
    const entries = [...(this.model.revealed.get(hotkey) ?? []), [payload, block] as const].slice(-KEPT);
    this.model.revealed.set(hotkey, entries);
    this.model.put('Commitments.RevealedCommitments', [hotkey], entries);
    const fields = [this.model.netuid, hotkey];
    this.model.deposit({
      phase: 'initialization',
      pallet: 'Commitments',
      name: 'CommitmentRevealed',
      fields,
    });
  }
}
