import type { ChainState } from '../../domain/chainState.js';
import type { Hotkey, Uid } from '../../domain/identity.js';
import type { RoundBlocks } from '../../domain/round.js';

/** What a breach that needs no model is found in. */
export interface BreachInput {
  readonly round: RoundBlocks;
  /** Recorded states, ascending, from the seed block or before up to the next activation block or later. */
  readonly states: readonly ChainState[];
  /** The UID that the rows crown; null when no row shows one. */
  readonly crowned: Uid | null;
  /** Whose model won or held, where it is known. */
  readonly winner: { readonly uid: Uid; readonly hotkey: Hotkey } | null;
  readonly fallbackUid: Uid;
}
