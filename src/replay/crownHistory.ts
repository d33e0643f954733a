import type { RoundResult } from '../domain/verdict.js';

/**
 * Which holders of the crown came from a wrong crown, within the audited range. A duel against such a king is judged
 * all the same, but its verdict is conditional; whoever wins it holds a conditional crown in turn.
 */
export class CrownHistory {
  readonly #tainted = new Set<string>();
  readonly #crowned = new Set<string>();

  /** True when this king came from a wrong crown of an earlier round. */
  isConditional(king: { uid: number; hotkey: string } | null): boolean {
    return king !== null && this.#tainted.has(holder(king.uid, king.hotkey));
  }

  /** True when the round that crowned this king was audited here; otherwise nothing is known of its crown. */
  knows(king: { uid: number; hotkey: string }): boolean {
    return this.#crowned.has(holder(king.uid, king.hotkey));
  }

  /** Takes a judged round into account; rounds come in ascending order. */
  add(result: RoundResult): void {
    const uid = result.claimedUid;
    if (uid === null) return;
    const crowned = new Set(result.claimedHotkeys);
    for (const contender of result.challengers) if (contender.uid === uid) crowned.add(contender.hotkey);
    const held = result.king?.uid === uid && crowned.has(result.king.hotkey);
    // The rule remembers a king by UID: whoever holds the UID next is taken for the same king.
    for (const hotkey of crowned) {
      if (!held) this.#crowned.add(holder(uid, hotkey));
      if (result.verdict === 'wrong-crown' || result.conditional) this.#tainted.add(holder(uid, hotkey));
    }
  }
}

const holder = (uid: number, hotkey: string): string => `${uid} ${hotkey}`;
