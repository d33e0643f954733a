import type { Absent } from '../../../src/domain/absent.js';
import { isAbsent } from '../../../src/domain/absent.js';
import type { RoundResult } from '../../../src/domain/verdict.js';
import { assembleInputs, type RoundInputs } from '../../../src/replay/assembleInputs.js';
import { CrownHistory } from '../../../src/replay/crownHistory.js';
import { decideRound, type RoundDecision, UNDECIDED } from '../../../src/replay/decideRound.js';
import type { RoundScores } from '../../../src/replay/evaluateRound.js';
import { FAMILY_ALPHA } from '../../../src/replay/family.js';
import { judgeRound } from '../../../src/replay/judgeRound.js';
import type { RoundTexts } from '../../../src/replay/texts/pinTexts.js';
import { unverifiableRound } from '../../../src/replay/unverifiableRound.js';
import type { PlantedRound } from '../simulate/plantedRound.js';
import { erasOf } from './grounds.js';

/** Gates of an audit of a hundred rounds or so: the width of the band that the planted rounds are judged over. */
const FAMILY = { alpha: FAMILY_ALPHA, m: 1000 };

export interface JudgedRound {
  readonly inputs: RoundInputs;
  readonly decided: RoundDecision;
  readonly result: RoundResult;
}

/** What an audit holds of a round before it judges it: the rounds before, and the teacher texts that were captured. */
export interface HeldBefore {
  readonly history: CrownHistory;
  readonly texts: RoundTexts | Absent;
}

export const heldBefore = (planted: PlantedRound): HeldBefore => ({
  history: historyOf(planted),
  texts: textsOf(planted),
});

/** Reconstructs one planted round, as a replay does before its models run. */
export const assemblePlanted = (planted: PlantedRound): RoundInputs =>
  assembleInputs({
    blocks: planted.blocks,
    eras: erasOf(planted.blocks.roundId, planted.isSure),
    cutoff: planted.cutoff,
    seed: planted.seed,
    window: planted.window,
    views: planted.views,
    disqualifiedBefore: planted.disqualifiedBefore,
    models: {
      findRepository: (repo, revision) =>
        planted.manifests.find((one) => one.repo === repo && one.revision === revision) ?? {
          absent: 'missing',
          why: `The snapshot does not hold ${repo}.`,
        },
      readConfig: () => planted.config,
    },
    profile: null,
    endpoints: ['one.example', 'two.example'],
  });

/** Takes one planted round through reconstruct, decide and judge. */
export const judgePlanted = (planted: PlantedRound): JudgedRound =>
  judgeAssembled(planted, assemblePlanted(planted), heldBefore(planted));

/** Decides and judges one planted round, as a replay does after its models ran. */
export function judgeAssembled(
  planted: PlantedRound,
  inputs: RoundInputs,
  { history, texts }: HeldBefore,
): JudgedRound {
  const unscored = (missing: Absent[]): JudgedRound => ({
    inputs,
    decided: UNDECIDED,
    result: judgeRound({
      inputs,
      texts,
      scores: null,
      decided: UNDECIDED,
      missing,
      history,
    }),
  });
  const lacks = [texts, modelsOf(planted, inputs)].filter(isAbsent);
  if (isAbsent(texts) || lacks.length > 0) return unscored(lacks);
  const { replayed } = planted;
  if (replayed === null) return unscored([{ absent: 'missing', why: 'The king could not be scored.' }]);
  const scores: RoundScores = { kl: replayed };
  const decided = decideRound(inputs, texts, scores, FAMILY);
  return {
    inputs,
    decided,
    result: judgeRound({
      inputs,
      texts,
      scores,
      decided,
      missing: texts.faults,
      history,
    }),
  };
}

/** The rounds before, as an audit that judged them remembers them. */
function historyOf({ earlier, blocks }: PlantedRound): CrownHistory {
  const history = new CrownHistory();
  for (const { roundId, crowned, king } of earlier) {
    const offset = (roundId - blocks.roundId) * 720;
    const before = unverifiableRound(
      {
        roundId,
        seedBlock: blocks.seedBlock + offset,
        cutoffBlock: blocks.cutoffBlock + offset,
        activationBlock: blocks.activationBlock + offset,
        nextSeedBlock: blocks.nextSeedBlock + offset,
      },
      null,
      { absent: 'missing', why: 'Not judged here.' },
    );
    history.add({
      ...before,
      claimedUid: crowned?.uid ?? null,
      claimedHotkeys: crowned?.hotkeys ?? [],
      king,
    });
  }
  return history;
}

/** Every contender must be recorded before any of them is scored. */
function modelsOf({ manifests }: PlantedRound, { spec }: RoundInputs): Absent | null {
  const gone = [spec.king, ...spec.challengers].find(
    (one) =>
      one !== null && !manifests.some(({ repo, revision }) => repo === one.repo && revision === one.revision),
  );
  return gone === undefined || gone === null
    ? null
    : { absent: 'missing', why: `The snapshot does not hold ${gone.repo}.` };
}

const sequences: RoundTexts['texts'][number]['sequences'][number][] = [];

/** A sequence by its place in the draw: that place is all that is read of it, so that rounds share them. */
function sequenceAt(drawIndex: number): (typeof sequences)[number] {
  sequences[drawIndex] ??= { drawIndex, promptSha256: '', ids: [], promptLength: 0 };
  return sequences[drawIndex];
}

/** The captured texts: their tokens are not looked at once scores are there. */
const textsOf = ({ captures, cast }: PlantedRound): RoundTexts | Absent =>
  captures.length === 0
    ? { absent: 'missing', why: 'No teacher text was captured.' }
    : {
        mode: 'pinned',
        shard: 1,
        prompts: [],
        texts: captures.map((capture) => ({
          capture,
          sequences: cast.drawn.map(sequenceAt),
        })),
        faults: [],
      };
