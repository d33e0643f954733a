import { createHash } from 'node:crypto';
import type { ChainState } from '../../src/domain/chainState.js';
import type { PublishedComposite, PublishedRound, PublishedRow } from '../../src/domain/published.js';
import type { RepositoryFile, RepositoryManifest } from '../../src/domain/snapshot.js';
import type { WeightEntry } from '../../src/domain/weights.js';
import { P11 } from '../../src/eras/p11.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { type ReconstructInput, reconstructRound } from '../../src/reconstruct/reconstructRound.js';

export const round = roundBlocks(11644);
/** A commit block that counts: after the minimum, before the cutoff. */
export const COMMITTED = 8_381_000;

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

export const file = (path: string, size: number, content = path): RepositoryFile => ({
  path,
  size,
  sha256: sha(content),
  held: true,
});

export const pinnedConfig = (): Record<string, unknown> => structuredClone({ ...P11.pins.architecture });

export const manifest = (repo: string, more: Partial<RepositoryManifest> = {}): RepositoryManifest => ({
  repo,
  revision: 'a'.repeat(40),
  private: false,
  disabled: false,
  gated: false,
  safetensorsTotal: 3_143_516_160,
  files: [file('config.json', 100), file('model.safetensors', 6_287_032_320, repo)],
  ...more,
});

export interface Miner {
  readonly uid: number;
  readonly repo?: string;
  readonly committedAt?: number;
  readonly payload?: string;
  readonly manifest?: Partial<RepositoryManifest> | null;
  readonly config?: Record<string, unknown>;
}

export interface World {
  readonly miners: readonly Miner[];
  /** Rows at the seed block by validator UID, with stake weight. */
  readonly rows?: Readonly<Record<number, { readonly stake: number; readonly row: readonly WeightEntry[] }>>;
  readonly published?: PublishedRound | null;
  /** UIDs whose hotkey changed between cutoff and seed. */
  readonly replaced?: readonly number[];
}

const repoOf = (miner: Miner): string => miner.repo ?? `owner${miner.uid}/model`;
const hotkeyOf = (uid: number): string => `hotkey-${uid}`;

function state(block: number, world: World, replaced: readonly number[]): ChainState {
  return {
    block,
    hash: `0x${'1'.repeat(64)}`,
    specVersion: 424,
    trust: 'T0',
    trustOf: {
      settings: 'T0',
      uids: 'T0',
      commitments: 'T0',
      weights: 'T0',
      pendingWeightCommits: 'T0',
      events: null,
    },
    netuid: 24,
    tempo: 360,
    commitReveal: true,
    revealPeriodEpochs: 1,
    epochIndex: Math.floor(block / 360),
    lastEpochBlock: null,
    ownerHotkey: hotkeyOf(0),
    uids: Array.from({ length: 256 }, (_, uid) => ({
      uid,
      hotkey: replaced.includes(uid) ? `new-${uid}` : hotkeyOf(uid),
      permit: world.rows !== undefined && uid in world.rows,
      stakeWeight: world.rows?.[uid]?.stake ?? 0,
      lastUpdate: 0,
      registeredAt: 1,
    })),
    commitments: world.miners.map((miner) => ({
      hotkey: hotkeyOf(miner.uid),
      uid: miner.uid,
      entries: [
        {
          block: miner.committedAt ?? COMMITTED + miner.uid,
          text: miner.payload ?? JSON.stringify({ model: repoOf(miner), revision: 'a'.repeat(40) }),
          lengthPrefixed: true,
          strictText: miner.payload ?? JSON.stringify({ model: repoOf(miner), revision: 'a'.repeat(40) }),
        },
      ],
      chosen: 0,
    })),
    weights: Object.entries(world.rows ?? {}).map(([uid, { row }]) => ({ uid: Number(uid), row })),
    pendingWeightCommits: [],
    events: null,
  };
}

export function reconstruct(world: World, more: Partial<ReconstructInput> = {}) {
  const byRepo = new Map(world.miners.map((miner) => [repoOf(miner), miner]));
  return reconstructRound({
    roundId: round.roundId,
    era: P11,
    cutoff: state(round.cutoffBlock, world, []),
    seed: state(round.seedBlock, world, world.replaced ?? []),
    published: world.published ?? null,
    profile: null,
    findRepository: (repo) => {
      const miner = byRepo.get(repo);
      if (miner === undefined || miner.manifest === null)
        return { absent: 'missing', why: `The snapshot does not hold ${repo}.` };
      return manifest(repo, miner.manifest);
    },
    readConfig: (found) => byRepo.get(found.repo)?.config ?? pinnedConfig(),
    ...more,
  });
}

export const published = (more: Partial<PublishedRound> = {}): PublishedRound => ({
  roundId: round.roundId,
  seedBlock: round.seedBlock,
  validatorUid: 3,
  validatorHotkey: 'hotkey-3',
  kingUid: null,
  prevKingUid: null,
  newKingUid: null,
  kingChanged: false,
  nPrompts: null,
  rows: [],
  captures: [],
  composites: [],
  disqualified: {},
  evaluatedUids: null,
  localKingUid: null,
  sources: [],
  ...more,
});

export const record = (uid: number, more: Partial<PublishedComposite> = {}): PublishedComposite => ({
  uid,
  model: `owner${uid}/model`,
  revision: 'a'.repeat(40),
  committedAt: COMMITTED + uid,
  axes: { capability: 0.5, length: 0.5, judge_probe: 0.5, math_bench: 0.5 },
  brokenAxes: [],
  worst: 0.5,
  weighted: 0.5,
  nAxes: 17,
  version: 29,
  ...more,
});

export const publishedRow = (uid: number, more: Partial<PublishedRow> = {}): PublishedRow => ({
  uid,
  model: `owner${uid}/model`,
  kl: 2,
  committedAt: COMMITTED + uid,
  isKing: false,
  isReference: false,
  disqualified: false,
  dqReason: null,
  promptsScored: 300,
  promptsTotal: 300,
  tTest: null,
  axes: {},
  brokenAxes: [],
  worst: null,
  weighted: null,
  presentCount: null,
  compositeVersion: null,
  klPerPrompt: null,
  ...more,
});
