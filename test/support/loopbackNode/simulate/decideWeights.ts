import { blake2Hash } from '../../../../src/domain/blake2Hash.js';
import { encodeCompact } from '../../../../src/domain/compact.js';
import type { EpochClock } from './epochs.js';
import type { Decision, SubnetPlan, Trouble } from './simulation.js';
import type { StoredCommit, SubnetModel } from './subnetModel.js';

/** A decision with the commit that holds it. */
interface Committed {
  readonly decision: Decision;
  readonly commit: StoredCommit;
  readonly trouble: Trouble | null;
}

/** Sets, commits and reveals weights on a model, and keeps what became of each decision. */
export class Deciders {
  readonly decisions: Decision[] = [];
  readonly #committed = new Map<StoredCommit, Committed>();
  readonly #counts = new Map<number, number>();

  constructor(
    private readonly plan: Required<SubnetPlan>,
    private readonly model: SubnetModel,
  ) {}

  /** The chain's own part of a block, before all extrinsics: commits whose epoch has come. */
  reveal(block: number, clock: EpochClock): void {
    const due = clock.index - this.plan.revealPeriodEpochs;
    for (const [epoch, commits] of [...this.model.pending]) {
      if (epoch > due) continue;
      const left: StoredCommit[] = [];
      for (const commit of commits) if (!this.#open(commit, block, epoch === due)) left.push(commit);
      if (left.length !== commits.length) this.model.putPending(epoch, left);
    }
  }

  /** @returns true when the commit is gone from storage */
  #open(commit: StoredCommit, block: number, inTime: boolean): boolean {
    const committed = this.#committed.get(commit);
    if (committed === undefined) return true;
    const { decision, trouble } = committed;
    if (!inTime) {
      decision.outcome = 'expired';
      return true;
    }
    if (trouble?.kind === 'late') {
      const since = this.#dueSince.get(commit) ?? block;
      this.#dueSince.set(commit, since);
      if (block < since + trouble.blocks) return false;
    }
    const uid = this.model.uids.findIndex((one) => one.hotkey === commit.hotkey);
    if (trouble?.kind === 'failed' || uid < 0) {
      decision.outcome = 'failed';
      return true;
    }
    decision.outcome = 'set';
    decision.visibleAt = block;
    this.model.putRow(uid, decision.row);
    const { netuid } = this.model;
    this.#deposit('initialization', 'WeightsSet', [netuid, uid]);
    this.#deposit('initialization', 'TimelockedWeightsRevealed', [netuid, commit.hotkey]);
    return true;
  }

  readonly #dueSince = new Map<StoredCommit, number>();

  /** An extrinsic of a validator. */
  decide(uid: number, block: number, clock: EpochClock): void {
    const state = this.model.uids[uid];
    if (state === undefined || !state.permit) return;
    const { netuid } = this.model;
    const row = this.plan.rowOf(uid, block);
    const { commitReveal } = this.plan;
    const decision: Decision = {
      uid,
      hotkey: state.hotkey,
      row,
      decidedAt: block,
      epoch: commitReveal ? clock.index : null,
      visibleAt: commitReveal ? null : block,
      outcome: commitReveal ? 'hidden' : 'set',
    };
    this.decisions.push(decision);
    state.lastUpdate = block;
    this.model.putLastUpdate();
    if (!commitReveal) {
      this.model.putRow(uid, row);
      this.#deposit(2, 'WeightsSet', [netuid, uid]);
      return;
    }
    const nth = this.#counts.get(uid) ?? 0;
    this.#counts.set(uid, nth + 1);
    const commit: StoredCommit = {
      hotkey: state.hotkey,
      committedAt: block,
      ciphertext: sealed(uid, block),
      revealRound: 20_000_000 + block * 4,
    };
    this.#committed.set(commit, { decision, commit, trouble: this.plan.troubleOf(uid, nth) });
    this.model.putPending(clock.index, [...(this.model.pending.get(clock.index) ?? []), commit]);
    this.#deposit(2, 'TimelockedWeightsCommitted', [
      state.hotkey,
      netuid,
      blake2Hash(commit.ciphertext),
      commit.revealRound,
    ]);
  }

  #deposit(phase: 'initialization' | number, name: string, fields: readonly unknown[]): void {
    this.model.deposit({ phase, pallet: 'SubtensorModule', name, fields });
  }
}

/** Bytes in place of a ciphertext, as long as those of a real row of two entries are. */
const sealed = (uid: number, block: number): Uint8Array =>
  Buffer.concat([encodeCompact(uid), encodeCompact(block), Buffer.alloc(200, (uid * 31 + block) & 255)]);
