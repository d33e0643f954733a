import type { PublishedRound, PublishedRow } from '../../../src/domain/published.js';
import type { Cast, Miner } from './cast.js';
import type { Replayed } from './plantedRound.js';
import type { Random } from './random.js';
import { measuredAgain } from './scoreLists.js';
import type { Entrant, Inputs, Score } from './truth/crown.js';
import type { Rules } from './truth/rules.js';

/** Scores as a replay measures them, in both recurrence forms. */
export function replayedOf(
  random: Random,
  cast: Cast,
  captures: readonly string[],
  noise: number,
  missing: string,
): Replayed | null {
  if (missing === 'king scores') return null;
  const found = new Map<string, readonly number[]>();
  for (const miner of [cast.king, ...cast.challengers])
    for (const [text, capture] of captures.entries())
      for (const mode of ['tail_bucket', 'conditional'] as const) {
        const list = miner?.scores?.[text]?.[mode];
        if (miner === null || list === undefined) continue;
        const contrib = measuredAgain(random, list, noise);
        found.set(`${miner.uid} ${capture} contrib ${mode}`, contrib);
        if (miner.uid === cast.king?.uid)
          found.set(`${miner.uid} ${capture} plain ${mode}`, measuredAgain(random, list, noise));
      }
  return (uid, capture, form, mode) => found.get(`${uid} ${capture} ${form} ${mode}`) ?? null;
}

/** What a replay decides from: its own scores, and the axes, records and lists of the view with the most stake. */
export function givenOf(
  cast: Cast,
  views: readonly PublishedRound[],
  stakes: ReadonlyMap<number, number>,
  capture: string,
  replayed: Replayed | null,
): Inputs {
  const stakeOf = (view: PublishedRound) =>
    (view.rows.length > 0 ? 1e6 : 0) + (stakes.get(view.validatorUid) ?? 0);
  const [view] = [...views].sort((a, b) => stakeOf(b) - stakeOf(a) || a.validatorUid - b.validatorUid);
  const kl = (uid: number, mode: Rules['mode']) => replayed?.(uid, capture, 'contrib', mode) ?? null;
  const of = (miner: Miner): Entrant => {
    const [tail, conditional] = [kl(miner.uid, 'tail_bucket'), kl(miner.uid, 'conditional')];
    return {
      uid: miner.uid,
      hotkey: miner.hotkey,
      committedAt: miner.committedAt,
      kl: tail === null || conditional === null ? null : { tail_bucket: tail, conditional },
      score: scoreOf(view?.rows.find((one) => one.uid === miner.uid)),
    };
  };
  const stored = view?.composites.find((one) => one.uid === cast.king?.uid);
  return {
    king: cast.king === null ? null : of(cast.king),
    storedKing: stored === undefined ? null : { ...stored, broken: stored.brokenAxes },
    challengers: cast.challengers.map(of),
    drawn: cast.drawn,
    dq: view?.disqualified ?? {},
    localKing: typeof view?.localKingUid === 'number' ? view.localKingUid : null,
    uids: cast.uids,
  };
}

/** The composite as a row holds it. */
const scoreOf = (row: PublishedRow | undefined): Score | null =>
  row === undefined || Object.keys(row.axes).length === 0
    ? null
    : {
        axes: row.axes,
        broken: row.brokenAxes,
        worst: row.worst,
        weighted: row.weighted,
        nAxes: row.presentCount,
        version: row.compositeVersion,
      };
