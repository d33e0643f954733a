import type { BlockHash, BlockNumber } from './block.js';
import type { Hotkey, Uid } from './identity.js';
import type { Revision } from './revision.js';

export type RoundId = number;

/** The blocks of one round. Block arithmetic: `eras`. */
export interface RoundBlocks {
  readonly roundId: RoundId;
  /** Start of the round: its hash draws the prompts, its number seeds probes and benches. */
  readonly seedBlock: BlockNumber;
  /** Last block whose revealed commitments count. */
  readonly cutoffBlock: BlockNumber;
  /** First block at which the round's result may be set as weights. */
  readonly activationBlock: BlockNumber;
  /** First block of the next round. */
  readonly nextSeedBlock: BlockNumber;
}

/** Whoever takes part in a round. */
export interface Contender {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly repo: string;
  readonly revision: Revision;
  /** Reveal block of the commitment: the order in which equals win. */
  readonly committedAt: BlockNumber;
}

/** Why one UID takes part in a round or does not. */
export interface ContenderDecision {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly in: boolean;
  readonly role: 'king' | 'challenger' | null;
  readonly reason: string;
  readonly contender: Contender | null;
}

/** What is to be evaluated: fixed by chain, hub and era alone. */
export interface RoundSpec extends RoundBlocks {
  readonly eraId: string;
  readonly seedHash: BlockHash;
  readonly king: Contender | null;
  readonly challengers: readonly Contender[];
  readonly contenders: readonly ContenderDecision[];
  readonly incumbentSource: 'h2h_latest' | 'chain_consensus' | 'none';
}

/** One text of the draw, in draw order. */
export interface Prompt {
  /** Position in the draw, from 0: the `i` of the teacher's sampling seed `block + i`. */
  readonly index: number;
  /** Row in the parquet shard, from 0. */
  readonly row: number;
  readonly text: string;
  /** sha256 of the UTF-8 bytes of `text`. */
  readonly sha256: string;
  readonly codePoints: number;
}
