import type { BlockNumber } from '../domain/block.js';
import type { RoundResult } from '../domain/verdict.js';

/** An unbroken run of rounds in which the validators' rows crowned one holder. */
export interface Reign {
  /** null = the rows of these rounds crown nobody, or none was read. */
  readonly uid: number | null;
  /** null where no row tells who held the UID. */
  readonly hotkey: string | null;
  readonly fromRound: number;
  readonly toRound: number;
  /** Rounds of the run that were judged: those between two of them may be missing. */
  readonly rounds: number;
  /** Seed block of its first round, and of its last. */
  readonly fromBlock: BlockNumber;
  readonly toBlock: BlockNumber;
  /** Rounds of it that are wrong crowns. */
  readonly wrong: number;
  /** It began in a wrong crown, or its holder comes from one. */
  readonly conditional: boolean;
}

const holderOf = (result: RoundResult): { uid: number | null; hotkey: string | null } => {
  const uid = result.claimedUid;
  if (uid === null) return { uid: null, hotkey: null };
  const known = [...(result.king === null ? [] : [result.king]), ...result.challengers];
  const hotkey = result.claimedHotkeys[0] ?? known.find((one) => one.uid === uid)?.hotkey ?? null;
  return { uid, hotkey };
};

/**
 * Who held the crown when, from the rows that validators set. A UID with another hotkey is another holder.
 * @param results one per round, ascending
 */
export function crownReigns(results: readonly RoundResult[]): Reign[] {
  const reigns: Reign[] = [];
  for (const result of results) {
    const { uid, hotkey } = holderOf(result);
    const wrong = result.verdict === 'wrong-crown' ? 1 : 0;
    const last = reigns.at(-1);
    const same = last !== undefined && last.uid === uid && (last.hotkey === hotkey || hotkey === null);
    if (last !== undefined && same) {
      reigns[reigns.length - 1] = {
        ...last,
        toRound: result.roundId,
        toBlock: result.seedBlock,
        rounds: last.rounds + 1,
        wrong: last.wrong + wrong,
        conditional: last.conditional || result.conditional,
      };
      continue;
    }
    reigns.push({
      uid,
      hotkey,
      fromRound: result.roundId,
      toRound: result.roundId,
      rounds: 1,
      fromBlock: result.seedBlock,
      toBlock: result.seedBlock,
      wrong,
      conditional: wrong > 0 || result.conditional,
    });
  }
  return reigns;
}
