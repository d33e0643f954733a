import type { EarlierRound } from '../diff/breaches/breachInput.js';
import { flatMap } from '../domain/flatMap.js';
import { parseRevision } from '../domain/revision.js';
import type { RoundResult } from '../domain/verdict.js';
import { roundBlocks } from '../eras/roundBlocks.js';

/**
 * What earlier rounds of the same audit say about a later one: which holders of the crown came from a wrong crown, who
 * held it, and whether the mechanism has ended. A duel against a king from a wrong crown is judged all the same, but its
 * verdict is conditional; whoever wins it holds a conditional crown in turn.
 */
export class CrownHistory {
  readonly #tainted = new Set<string>();
  readonly #crowned = new Map<string, Crowned>();
  readonly #earlier: EarlierRound[] = [];
  #endedAt: number | null = null;

  /** True when this king came from a wrong crown of an earlier round. */
  isConditional(king: { uid: number; hotkey: string } | null): boolean {
    return king !== null && this.#tainted.has(holder(king.uid, king.hotkey));
  }

  /** The round of this audit that crowned this king, and whether it could be judged; null when none did. */
  crowning(king: { uid: number; hotkey: string }): Crowned | null {
    return this.#crowned.get(holder(king.uid, king.hotkey)) ?? null;
  }

  /** Rounds before the next one, ascending. */
  get earlier(): readonly EarlierRound[] {
    return this.#earlier;
  }

  /** Round in which the rows stopped being those of king of the hill; null while they have not. */
  get endedAt(): number | null {
    return this.#endedAt;
  }

  /** Takes a judged round into account; rounds come in ascending order. */
  add(result: RoundResult): void {
    if (result.eraId === END) this.#endedAt ??= result.roundId;
    this.#earlier.push(earlierRound(result));
    const uid = result.claimedUid;
    if (uid === null) return;
    const crowned = new Set(result.claimedHotkeys);
    for (const contender of result.challengers) if (contender.uid === uid) crowned.add(contender.hotkey);
    const held = result.king?.uid === uid && crowned.has(result.king.hotkey);
    // The rule remembers a king by UID: whoever holds the UID next is taken for the same king.
    for (const hotkey of crowned) {
      const key = holder(uid, hotkey);
      // A round without a seated king does not tell a new crown from one that was held.
      const isNew = result.king === null ? !this.#crowned.has(key) : !held;
      const judged = !UNJUDGED.includes(result.verdict);
      if (isNew) this.#crowned.set(key, { roundId: result.roundId, judged });
      if (result.verdict === 'wrong-crown' || result.conditional) this.#tainted.add(key);
      // Won anew from a king without a fault: the old wrong crown is no part of this one.
      else if (isNew && judged && result.king !== null) this.#tainted.delete(key);
    }
  }
}

/** A round that gave a crown. */
interface Crowned {
  readonly roundId: number;
  /** False when its verdict does not say whether the crown was right. */
  readonly judged: boolean;
}

const UNJUDGED: readonly RoundResult['verdict'][] = ['unverifiable', 'inconclusive', 'not-replayed'];

/** Stands for the era of a round whose rows are no longer those of king of the hill. */
export const END = 'END';

const holder = (uid: number, hotkey: string): string => `${uid} ${hotkey}`;

function earlierRound(result: RoundResult): EarlierRound {
  const contender = (one: RoundResult['challengers'][number] | NonNullable<RoundResult['king']>) => {
    const revision = parseRevision(one.revision);
    const { uid, hotkey, repo, committedAt } = one;
    return revision === null ? [] : [{ uid, hotkey, repo, revision, committedAt }];
  };
  return {
    ...roundBlocks(result.roundId),
    crowned: result.claimedUid === null ? null : { uid: result.claimedUid, hotkeys: result.claimedHotkeys },
    king: result.king === null ? null : (contender(result.king)[0] ?? null),
    challengers: flatMap(result.challengers, contender),
  };
}
