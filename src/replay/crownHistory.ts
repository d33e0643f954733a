import type { RoundResult } from '../domain/verdict.js';

/**
 * Which holders of the crown came from a wrong crown, within the audited range. A duel against such a king is judged
 * all the same, but its verdict is conditional; whoever wins it holds a conditional crown in turn.
 */
export class CrownHistory {
  readonly #tainted = new Set<string>();

  /** True when this king came from a wrong crown of an earlier round. */
  isConditional(king: { uid: number; hotkey: string } | null): boolean {
    return king !== null && this.#tainted.has(holder(king.uid, king.hotkey));
  }

  /** Takes a judged round into account; rounds come in ascending order. */
  add(result: RoundResult): void {
    if (result.verdict !== 'wrong-crown' && !result.conditional) return;
    const crowned = result.claimedUid;
    if (crowned === null) return;
    // The rule remembers a king by UID: whoever holds the UID next is taken for the same king.
    for (const contender of [result.king, ...result.challengers])
      if (contender?.uid === crowned) this.#tainted.add(holder(crowned, contender.hotkey));
    for (const hotkey of result.claimedHotkeys ?? []) this.#tainted.add(holder(crowned, hotkey));
  }
}

const holder = (uid: number, hotkey: string): string => `${uid} ${hotkey}`;
