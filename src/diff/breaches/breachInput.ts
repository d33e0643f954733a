import type { Absent } from '../../domain/absent.js';
import type { ChainState } from '../../domain/chainState.js';
import type { Hotkey, Uid } from '../../domain/identity.js';
import type { PublishedRound } from '../../domain/published.js';
import type { Contender, RoundBlocks, RoundSpec } from '../../domain/round.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import type { Breach, BreachNature, Decision } from '../../domain/verdict.js';
import type { Policy } from '../../eras/defineEra.js';
import type { LegalRules } from '../../eras/legalRules.js';
import type { ClaimedCrown } from '../claimedCrown.js';

/** A round of the same audit that came before: what breaches over several rounds are seen by. */
export interface EarlierRound extends RoundBlocks {
  /** Whom its rows crowned, with the hotkeys that held the UID; null when they showed nobody. */
  readonly crowned: { readonly uid: Uid; readonly hotkeys: readonly Hotkey[] } | null;
  readonly king: Contender | null;
  readonly challengers: readonly Contender[];
}

/**
 * What breaches that need no model are found in: chain states, manifests and published rows of one round. A check
 * that lacks its inputs finds nothing; it never guesses.
 */
export interface BreachInput {
  readonly round: RoundBlocks;
  /** Recorded states from the activation block of the round before to the end of the round's weight window, ascending. */
  readonly states: readonly ChainState[];
  readonly cutoff: ChainState;
  readonly seed: ChainState;
  /** Policy of the era that the round is judged with, and every set of rules that may legally have been in force. */
  readonly policy: Policy;
  readonly rules: readonly LegalRules[];
  readonly spec: RoundSpec;
  /** The crown that the rows show; null when they show none. */
  readonly claim: ClaimedCrown | null;
  /** `claim.uid`. */
  readonly crowned: Uid | null;
  /** Whose model won or held, where it is known. */
  readonly winner: { readonly uid: Uid; readonly hotkey: Hotkey } | null;
  /** What the rule gives on our scores, or on published numbers, by set of rules; empty when nothing was decided. */
  readonly decisions: readonly Decision[];
  /** UID of reserve and fallback; null in an era without one. */
  readonly fallbackUid: Uid | null;
  /** Every validator's published view of the round, ascending by UID. */
  readonly views: readonly PublishedRound[];
  /** Whether a view's winner follows from its own numbers under any legal set of rules; null = not decidable. */
  readonly follows: (view: PublishedRound) => boolean | null;
  /** Rounds of the same audit before this one, ascending. */
  readonly earlier: readonly EarlierRound[];
  /** `hotkey:block` keys that the round before listed as disqualified, of validators whose list of this round is held. */
  readonly disqualifiedBefore: readonly string[];
  readonly findRepository: (repo: string, revision: string) => RepositoryManifest | Absent;
}

/** What one check found: a breach without what is the same in all of its findings. */
export type FoundBreach = Pick<Breach, 'uid' | 'decisive' | 'evidence'>;

/** One way to a wrong crown that is looked for; a file each, named in words. */
export interface BreachCheck {
  /** Letter and number of `docs/breaches.md`. */
  readonly code: string;
  readonly title: string;
  readonly nature: BreachNature;
  /** What it is decided from, in a few words: `weight rows`, `published rows of the round`. */
  readonly decidedFrom: string;
  /** Every finding in one round, in a fixed order; none when its inputs are not there. */
  readonly find: (input: BreachInput) => readonly FoundBreach[];
}
