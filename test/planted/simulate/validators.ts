import type { Cast, Miner } from './cast.js';
import type { Setting, Timeline } from './chainStates.js';
import type { RoundWish } from './draft.js';
import type { Blocks, Validator } from './plantedRound.js';
import type { Random } from './random.js';
import { measuredAgain } from './scoreLists.js';
import { crownOf, type Entrant, type Inputs, rowFor } from './truth/crown.js';
import type { Rules } from './truth/rules.js';

export interface Planted extends Validator {
  /** What an honest validator in its place would have decided from. */
  readonly honest: Inputs;
  readonly fault: boolean;
}

const entrantOf = (random: Random, miner: Miner, text: number, noise: number, cut?: number): Entrant => {
  const lists = miner.scores?.[text];
  const of = (list: readonly number[]) => measuredAgain(random, list, noise).slice(0, cut ?? list.length);
  return {
    uid: miner.uid,
    hotkey: miner.hotkey,
    committedAt: miner.committedAt,
    kl:
      lists === undefined ? null : { tail_bucket: of(lists.tail_bucket), conditional: of(lists.conditional) },
    score: miner.score,
  };
};

/** What a validator measures: true scores, each off by its own noise. */
const measuredBy = (random: Random, cast: Cast, noise: number, isShort: boolean): Inputs => ({
  king: cast.king === null ? null : entrantOf(random, cast.king, 0, noise),
  storedKing: cast.storedKing,
  challengers: cast.challengers.map((one) =>
    entrantOf(random, one, 0, noise, isShort && random.chance(0.5) ? random.int(60, 200) : undefined),
  ),
  drawn: cast.drawn,
  dq: cast.dq,
  localKing: cast.king?.uid ?? null,
  uids: cast.uids,
});

/** The validators of a round; the first ones, with more than half of the stake, carry the fault. */
export function validatorsOf(
  { random, fault, chain }: RoundWish,
  cast: Cast,
  legal: readonly Rules[],
  noise: number,
): Planted[] {
  const count = random.int(3, 6);
  const stakes = Array.from({ length: count }, () => random.int(2000, 20_000));
  const all = stakes.reduce((a, b) => a + b, 0);
  // The first ones, with more than half of the stake, carry the fault.
  let behind = 0;
  const usual = legal[0] as Rules;
  const setting = chain === 'other settings' ? random.pick(legal) : usual;
  const shared = remembering(random, cast, measuredBy(random, cast, noise, chain === 'short lists'), chain);
  const other =
    noise === 0 ? shared : { ...measuredBy(random, cast, noise, false), localKing: shared.localKing };
  const own = chain === 'private king' ? seatingAnother(shared) : shared;
  return stakes.map((stake, i): Planted => {
    const isMain = behind <= all * 0.55;
    behind += stake;
    const isFaulty = fault !== null && isMain;
    const honest = isMain ? own : chain === 'short lists' ? shared : other;
    const inputs = isFaulty && fault.inputs !== undefined ? fault.inputs(honest, cast, random) : honest;
    const legalRules = isMain ? setting : random.chance(0.3) ? random.pick(legal) : setting;
    const rules = isFaulty && fault.rules !== undefined ? fault.rules(legalRules, random) : legalRules;
    const bugs = new Set(isFaulty ? fault.bugs : []);
    const decided = crownOf(inputs, rules, bugs);
    const differs = chain === 'minority differs' && !isMain;
    const row = differs
      ? rowFor(random.int(100, 150), rules, cast.uids)
      : isFaulty && fault.row !== undefined
        ? fault.row(decided, cast, random)
        : decided.row;
    return {
      uid: i + 1,
      stake,
      rules,
      bugs,
      inputs,
      honest,
      fault: isFaulty,
      decided,
      row: row.length === 0 ? null : row,
    };
  });
}

/** What a validator remembers as its last king: the one that it seats, nobody, or one who left. */
const remembering = (random: Random, cast: Cast, inputs: Inputs, chain: string): Inputs => {
  if (chain !== 'other local king' || cast.storedKing !== null) return inputs;
  return { ...inputs, localKing: cast.king === null ? random.pick([null, 149, 999]) : null };
};

/** A validator whose own last king is one of the others seats that one, and never asks for the consensus king again. */
const seatingAnother = (inputs: Inputs): Inputs => {
  const [king, ...challengers] = inputs.challengers;
  if (king === undefined || inputs.king === null) return inputs;
  return { ...inputs, king, storedKing: null, challengers, localKing: king.uid };
};

/** Whom rows with more than half of the stake pay once all are revealed; undefined without a majority. */
export function crownOfRows(
  validators: readonly Validator[],
  timelines: readonly Timeline[],
): number | null | undefined {
  const all = validators.reduce((a, one) => a + one.stake, 0);
  const totals = new Map<number | null, number>();
  for (const { uid, stake } of validators) {
    const shown =
      timelines.find((one) => one.uid === uid)?.settings.filter((one) => one.via !== 'lost') ?? [];
    const top = [...(shown.at(-1)?.row ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
    totals.set(top, (totals.get(top) ?? 0) + stake);
  }
  return [...totals].find(([, stake]) => stake > all / 2)?.[0];
}

/** What a validator sets, up to this round's decision. */
export function timelineOf(
  { random, chain }: RoundWish,
  cast: Cast,
  blocks: Blocks,
  validator: Planted,
): Timeline {
  const before = rowFor(cast.king?.uid ?? validator.rules.noWinner ?? 155, validator.rules, cast.uids);
  const via = chain === 'direct' ? 'direct' : 'commit';
  const settings: Setting[] = [{ at: blocks.seedBlock - 1000 - random.int(0, 60), row: before, via }];
  if (chain === 'refreshed before')
    settings.push({ at: blocks.seedBlock + random.int(30, 290), row: before, via });
  const { row } = validator;
  const same = row !== null && JSON.stringify(row) === JSON.stringify(before);
  if (row !== null && !(chain === 'repeat skipped' && same)) {
    const delay = chain === 'late' ? random.int(60, 118) : random.int(1, 50);
    const isLost = chain === 'lost commits' && random.chance(0.4);
    settings.push({ at: blocks.activationBlock + delay, row, via: isLost ? 'lost' : via });
  }
  return { uid: validator.uid, stake: validator.stake, settings };
}
