import type { CastTable } from './castPlan.js';
import { type CompositeWish, compositeOf } from './composites.js';
import { MARGIN_CASTS } from './marginCasts.js';
import type { Random } from './random.js';
import { difficulty, listOf, natsOf } from './scoreLists.js';
import { SPECIAL_CASTS } from './specialCasts.js';
import type { Score } from './truth/crown.js';
import type { Rules } from './truth/rules.js';

/** A miner with its model, its true scores on each text and its composite. */
export interface Miner {
  readonly uid: number;
  readonly hotkey: string;
  readonly repo: string;
  readonly revision: string;
  readonly committedAt: number;
  /** True KL per prompt, micro-precise, by text and formula; null = it cannot be scored. */
  readonly scores: readonly Readonly<Record<Rules['mode'], readonly number[]>>[] | null;
  readonly score: Score | null;
}

/** Who takes part in a round, with the truth about each. */
export interface Cast {
  readonly kind: string;
  readonly king: Miner | null;
  /** Stored composite of a king that has none in this round. */
  readonly storedKing: Score | null;
  readonly challengers: readonly Miner[];
  /** Position in the draw of each scored prompt. */
  readonly drawn: readonly number[];
  readonly dq: Readonly<Record<string, string>>;
  readonly uids: number;
}

export interface CastWish {
  readonly random: Random;
  readonly rules: Rules;
  readonly seedBlock: number;
  /** Texts that were captured: 1 or 2. */
  readonly texts: number;
  /** Earliest block of a commitment that counts. */
  readonly earliest: number;
}

const UIDS = 160;

/** Every kind of cast. */
export const CASTS: CastTable = { ...MARGIN_CASTS, ...SPECIAL_CASTS };

/** Draws one round's cast. */
export function castOf(kind: string, wish: CastWish): Cast {
  const { random, rules } = wish;
  const plan = (CASTS[kind] as CastTable[string])(random, rules);
  const drawn = drawnOf(
    random,
    plan.pairs ?? random.pick([300, 300, 297, 289, 240]),
    plan.pairs !== undefined,
  );
  const n = drawn.length;
  const pool = random.shuffled(Array.from({ length: 130 }, (_, i) => 12 + i));
  const kingUid = kind === 'king zero' || random.chance(0.02) ? 0 : (pool.pop() as number);
  const bases = Array.from({ length: wish.texts }, () =>
    kingLists(random, n, plan.king?.level ?? 1.2, plan.king?.spikes),
  );
  const king = plan.king === null ? null : minerOf(wish, kingUid, bases, plan.king.composite, undefined);
  let previous = bases;
  const challengers = plan.parts.map((part) => {
    const wanted = part.uid === kingUid ? undefined : part.uid;
    const uid = wanted ?? (pool.pop() as number);
    const from = part.standing.line === 'step' ? previous : bases;
    const lists = from.map((base) => ({
      tail_bucket: listOf(random, base.tail_bucket, part.standing),
      conditional: listOf(random, base.conditional, part.standing),
    }));
    previous = lists;
    return minerOf(wish, uid, lists, part.composite, part.committedAt);
  });
  const dq: Record<string, string> = {};
  for (const [miner, reason] of [
    [king, plan.king?.dq] as const,
    ...challengers.map((one, i) => [one, plan.parts[i]?.dq] as const),
  ])
    if (miner !== null && reason !== undefined) dq[`${miner.hotkey}:${miner.committedAt}`] = reason;
  const stored = plan.king?.stored;
  return {
    kind,
    king,
    storedKing: stored === undefined ? null : compositeOf(random, rules, stored),
    challengers,
    drawn,
    dq,
    uids: UIDS,
  };
}

/** Positions of the scored prompts among 300 drawn ones: short continuations are left out at random. */
function drawnOf(random: Random, n: number, isLine: boolean): number[] {
  if (isLine) {
    // Half of the time the line lies in the first 150 of the draw.
    const within = random.chance(0.5) ? 150 : 300;
    const start = random.shuffled(Array.from({ length: Math.max(within, n) }, (_, i) => i)).slice(0, n);
    const rest = within === 150 ? Array.from({ length: 120 }, (_, i) => Math.max(150, n) + i) : [];
    return [...start, ...(n < 150 && within === 150 && n > 50 ? rest : [])].sort((a, b) => a - b);
  }
  return random
    .shuffled(Array.from({ length: 300 }, (_, i) => i))
    .slice(0, n)
    .sort((a, b) => a - b);
}

/** A negative level is the exact mean. */
function kingLists(
  random: Random,
  n: number,
  level: number,
  spikes?: number,
): Record<Rules['mode'], number[]> {
  if (level <= 0) {
    const wish =
      spikes === undefined ? undefined : ({ line: 'spikes', count: spikes, mean: -level } as const);
    if (wish !== undefined) {
      const spiky = listOf(random, new Array<number>(n).fill(0), wish);
      return { tail_bucket: spiky, conditional: [...spiky] };
    }
    const flat = listOf(random, new Array<number>(n).fill(0), { line: 'level', mean: -level });
    return { tail_bucket: flat, conditional: [...flat] };
  }
  const tail = difficulty(random, n, level);
  return { tail_bucket: tail, conditional: tail.map((one) => Math.round(one * 0.8)) };
}

function minerOf(
  { random, rules, seedBlock, earliest }: CastWish,
  uid: number,
  lists: readonly Record<Rules['mode'], readonly number[]>[],
  composite: CompositeWish | null,
  committedAt: number | undefined,
): Miner {
  const last = seedBlock - 20;
  return {
    uid,
    hotkey: `hotkey-${uid}`,
    repo: `owner${uid}/model-${random.int(1, 9)}`,
    revision: random.hex(40),
    committedAt:
      committedAt === undefined ? random.int(Math.max(earliest, last - 1400), last) : last - committedAt,
    scores: lists.map((one) => ({
      tail_bucket: natsOf(one.tail_bucket),
      conditional: natsOf(one.conditional),
    })),
    score: composite === null ? null : compositeOf(random, rules, composite),
  };
}
