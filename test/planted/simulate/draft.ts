import type { PublishedRound } from '../../../src/domain/published.js';
import type { RepositoryManifest } from '../../../src/domain/snapshot.js';
import { CASTS, type Cast, castOf, type Miner } from './cast.js';
import { type ChainWish, type Commitment, chainStates, hotkeyOf, type Timeline } from './chainStates.js';
import type { Fault } from './faults.js';
import type { Blocks, EarlierPlanted, Ground, PlantedRound, Replayed } from './plantedRound.js';
import type { Random } from './random.js';
import { givenOf, replayedOf } from './replays.js';
import { crownOf } from './truth/crown.js';
import type { Rules } from './truth/rules.js';
import { crownOfRows, type Planted, timelineOf, validatorsOf } from './validators.js';
import { viewOf } from './views.js';

/** Everything that is drawn before a round is put together. */
export interface RoundWish {
  readonly random: Random;
  readonly ground: Ground;
  readonly roundId: number;
  readonly index: number;
  readonly fault: Fault | null;
  readonly chain: string;
  readonly missing: string;
  readonly castKind: string | undefined;
}

/** A round before its states are made: what a planted breach changes. */
export interface Draft extends RoundWish {
  readonly legal: readonly Rules[];
  readonly usual: Rules;
  readonly blocks: Blocks;
  readonly cast: Cast;
  readonly validators: readonly Planted[];
  readonly captures: readonly string[];
  readonly replayed: Replayed | null;
  timelines: Timeline[];
  commitments: Commitment[];
  recycled: NonNullable<ChainWish['recycled']>[number][];
  stateBlocks: number[];
  views: PublishedRound[];
  manifests: RepositoryManifest[];
  disqualifiedBefore: string[];
  earlier: EarlierPlanted[];
  seatsCast: boolean;
  planted: string[];
  decisive: boolean;
}

/** A finished round with what its making still needs. */
export interface Made extends PlantedRound {
  readonly validators: readonly Planted[];
}

const blocksOf = (roundId: number): Blocks => ({
  roundId,
  seedBlock: roundId * 720,
  cutoffBlock: roundId * 720 - 20,
  activationBlock: roundId * 720 + 600,
  nextSeedBlock: roundId * 720 + 720,
});

const minersOf = ({ king, challengers }: Cast): Miner[] => [...(king === null ? [] : [king]), ...challengers];

/** Draws a round, without its chain states. */
export function draftRound(wish: RoundWish): Draft {
  const { random, ground, roundId, fault, missing } = wish;
  const legal = ground.rulesAt(roundId);
  const usual = legal[0] as Rules;
  const blocks = blocksOf(roundId);
  const texts = fault?.texts ?? (random.chance(0.1) ? 2 : 1);
  const kind = wish.castKind ?? random.pick(fault?.casts ?? Object.keys(CASTS));
  const cast = castOf(kind, {
    random,
    rules: usual,
    seedBlock: blocks.seedBlock,
    texts,
    earliest: ground.earliest,
  });
  const noise = / line|max KL|fraud|tie|bound/.test(kind)
    ? random.pick([0, 0, 0, 1e-6])
    : random.pick([0, 1e-6, 1e-5, 1e-4]);
  const validators = validatorsOf(wish, cast, legal, noise);
  const captures = cast.king?.scores === null ? [] : Array.from({ length: texts }, () => random.hex(64));
  const miners = minersOf(cast);
  return {
    ...wish,
    legal,
    usual,
    blocks,
    cast,
    validators,
    captures,
    replayed: replayedOf(random, cast, captures, noise, missing),
    timelines: validators.map((one) => timelineOf(wish, cast, blocks, one)),
    commitments: miners.map((one) => ({
      uid: one.uid,
      hotkey: hotkeyOf(one.uid),
      block: one.committedAt,
      text: JSON.stringify({ model: one.repo, revision: one.revision }),
    })),
    recycled: [],
    stateBlocks: [-120, -20, 0, 310, 600, 651, 661, 720, 1021, 1320],
    views: publishedViews(wish, validators, cast, blocks, captures),
    manifests: miners.map(manifestOf),
    disqualifiedBefore: [],
    earlier: [],
    seatsCast: missing !== 'a manifest' && missing !== 'views' && wish.chain !== 'private king',
    planted: [],
    decisive: false,
  };
}

/** Puts a drawn round together: its chain states, what a replay decides from, and the truth. */
export function finish(draft: Draft): Made {
  const { random, ground, blocks, cast, missing, validators, timelines, views, legal, replayed } = draft;
  const { manifests, captures } = draft;
  const seedHash = `0x${random.hex(64)}` as const;
  const states = chainStates(
    {
      uids: cast.uids,
      timelines,
      commitments: draft.commitments,
      recycled: draft.recycled,
      commitReveal: draft.chain !== 'direct',
      seedHash,
      seedBlock: blocks.seedBlock,
    },
    [...new Set(draft.stateBlocks)].sort((a, b) => a - b).map((one) => blocks.seedBlock + one),
  );
  const stakes = new Map(timelines.map((one) => [one.uid, one.stake]));
  const at = (block: number) => states.find((one) => one.block === block) as PlantedRound['seed'];
  const gone = missing === 'a manifest' ? random.int(0, manifests.length - 1) : -1;
  let crowns: Set<number | null> | undefined;
  return {
    index: draft.index,
    eraId: ground.eraId,
    isSure: ground.isSure,
    blocks,
    cast,
    chain: draft.chain,
    missing,
    fault: draft.fault?.name ?? null,
    seedHash,
    cutoff: at(blocks.cutoffBlock),
    seed: at(blocks.seedBlock),
    window: cutWindow(random, states, blocks, missing),
    views,
    disqualifiedBefore: draft.disqualifiedBefore,
    earlier: draft.earlier,
    manifests: manifests.filter((_, i) => i !== gone),
    config: ground.config,
    captures: views.length === 0 ? [] : captures,
    replayed,
    given: captures.map((capture) => givenOf(cast, views, stakes, capture, replayed)),
    seatsCast: draft.seatsCast,
    legal,
    validators,
    rowsCrown: crownOfRows(validators, timelines),
    get legalCrowns() {
      crowns ??= crownsOf(validators, legal);
      return crowns;
    },
    planted: draft.planted,
    decisive: draft.decisive,
  };
}

/** Crowns of every distinct set of rules on every distinct input. */
function crownsOf(validators: readonly Planted[], legal: readonly Rules[]): Set<number | null> {
  const distinct = new Map(legal.map((rules) => [crownKey(rules), rules]));
  return new Set(
    [...new Set(validators.map((one) => one.honest))].flatMap((inputs) =>
      [...distinct.values()].map((rules) => crownOf(inputs, rules).paid),
    ),
  );
}

const keys = new WeakMap<Rules, string>();

/** Rules that differ only in the row of a winner give one crown. */
function crownKey(rules: Rules): string {
  const known = keys.get(rules);
  if (known !== undefined) return known;
  const {
    eraId: _era,
    setting: _setting,
    reserve: _reserve,
    axes: _axes,
    relative: _relative,
    ...rest
  } = rules;
  const made = JSON.stringify(rest);
  keys.set(rules, made);
  return made;
}

export const manifestOf = ({ repo, revision }: Miner): RepositoryManifest => ({
  repo,
  revision,
  private: false,
  disabled: false,
  gated: false,
  safetensorsTotal: 3_143_516_160,
  files: [
    { path: 'config.json', size: 100, sha256: 'c'.repeat(64), held: true },
    { path: 'tokenizer_config.json', size: 100, sha256: 'd'.repeat(64), held: false },
    { path: 'model.safetensors', size: 6_287_032_320, sha256: revision.padEnd(64, '0'), held: true },
  ],
});

/** The files of one validator, of one of the majority where rows and files shall agree. */
function publishedViews(
  { random, missing }: RoundWish,
  validators: readonly Planted[],
  cast: Cast,
  blocks: Blocks,
  captures: readonly string[],
): PublishedRound[] {
  if (missing === 'views') return [];
  const publisher = (missing === 'another view' ? validators.at(-1) : validators[0]) as Planted;
  const view = viewOf(publisher, { cast, blocks, captures });
  if (missing === 'axes')
    return [
      {
        ...view,
        rows: view.rows.map((row) => (random.chance(0.6) ? { ...row, axes: {} } : row)),
        composites: [],
      },
    ];
  if (missing === 'lists')
    return [{ ...view, rows: view.rows.map((row) => ({ ...row, klPerPrompt: null })) }];
  return [view];
}

function cutWindow(
  random: Random,
  window: PlantedRound['window'],
  { seedBlock }: Blocks,
  missing: string,
): PlantedRound['window'] {
  if (missing === 'states') return window.filter(() => random.chance(0.6));
  if (missing === 'hidden commits') return window.filter((one) => one.block <= seedBlock + 651);
  return window;
}
