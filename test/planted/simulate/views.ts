import type { PublishedComposite, PublishedRound, PublishedRow } from '../../../src/domain/published.js';
import type { Cast, Miner } from './cast.js';
import type { Blocks, Validator } from './plantedRound.js';
import type { EntrantTruth, Score } from './truth/crown.js';
import { roundTo } from './truth/statistics.js';

export interface ViewWish {
  readonly cast: Cast;
  readonly blocks: Blocks;
  readonly captures: readonly string[];
}

/** What one validator publishes about the round that it decided. */
export function viewOf(validator: Validator, { cast, blocks, captures }: ViewWish): PublishedRound {
  const { decided, inputs } = validator;
  const winner = decided.winner;
  const previous = cast.king?.uid ?? null;
  const changed = previous !== null && winner !== previous;
  const truths = [...(decided.king === null ? [] : [decided.king]), ...decided.challengers];
  const rows = truths.map((one) => rowOf(one, validator, minerOf(cast, one.entrant.uid)));
  return {
    roundId: blocks.roundId,
    seedBlock: blocks.seedBlock,
    validatorUid: validator.uid,
    validatorHotkey: `hotkey-${validator.uid}`,
    kingUid: winner ?? previous,
    prevKingUid: previous,
    newKingUid: changed ? winner : null,
    kingChanged: changed,
    nPrompts: validator.rules.prompts,
    rows,
    captures: captures.map((sha256) => ({
      sha256,
      capturedAt: '2026-06-12T00:00:00Z',
      blockSeed: blocks.seedBlock,
      items: [],
    })),
    composites: cast.king !== null && cast.storedKing !== null ? [recordOf(cast.king, cast.storedKing)] : [],
    disqualified: { ...inputs.dq },
    evaluatedUids: null,
    localKingUid: inputs.localKing,
    sources: ['h2h_latest.json', 'last_eval.json'],
  };
}

const minerOf = (cast: Cast, uid: number): Miner =>
  [cast.king, ...cast.challengers].find((one) => one?.uid === uid) as Miner;

function rowOf(truth: EntrantTruth, validator: Validator, miner: Miner): PublishedRow {
  const { entrant, kl, mean } = truth;
  const isKing = entrant.uid === validator.inputs.king?.uid;
  const test = validator.decided.challengers.find((one) => one.entrant.uid === entrant.uid)?.test ?? null;
  const { score } = entrant;
  const finite = test !== null && test.t !== null && Number.isFinite(test.t);
  return {
    uid: entrant.uid,
    model: miner.repo,
    kl: mean,
    committedAt: entrant.committedAt,
    isKing,
    isReference: false,
    disqualified: truth.dq,
    dqReason: truth.dq ? dqReason(truth, validator) : null,
    promptsScored: kl.length,
    promptsTotal: validator.inputs.drawn.filter((one) => one < validator.rules.prompts).length,
    tTest: test === null ? null : { ...test, t: finite ? test.t : null },
    axes: score === null ? {} : score.axes,
    brokenAxes: score?.broken ?? [],
    worst: score?.worst ?? null,
    weighted: score?.weighted ?? null,
    presentCount: score?.nAxes ?? null,
    compositeVersion: score?.version ?? null,
    klPerPrompt: kl.length === 0 ? null : kl,
  };
}

function dqReason(truth: EntrantTruth, { inputs, rules }: Validator): string {
  const listed = inputs.dq[`${truth.entrant.hotkey}:${truth.entrant.committedAt}`];
  if (truth.listed && listed !== undefined) return listed;
  const mean = roundTo(truth.mean ?? 0, 6);
  return mean <= rules.fraudKl ? `FRAUD: KL=${mean}` : `quality: KL=${mean}`;
}

export const recordOf = (miner: Miner, score: Score): PublishedComposite => ({
  uid: miner.uid,
  model: miner.repo,
  revision: miner.revision,
  committedAt: miner.committedAt,
  axes: score.axes,
  brokenAxes: score.broken,
  worst: score.worst,
  weighted: score.weighted,
  nAxes: score.nAxes,
  version: score.version,
});
