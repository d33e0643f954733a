import type { Engine, LoadedModel } from '../../src/domain/engine.js';
import type { Prompt } from '../../src/domain/round.js';
import { pairedStats } from '../../src/eras/pairedStats.js';
import { evaluatedIn, type Reign } from './actors.js';
import { type BuiltModels, load } from './models/buildModels.js';
import type { Plan, PlannedMiner, PlannedRound } from './plan.js';
import type { Progress } from './progress.js';
import type { Measured, PlayedRound, TeacherText } from './rounds.js';
import type { Seeded } from './seeded.js';
import { spread } from './spread.js';
import { studentKl, type TeacherPrompt, teacherPass } from './text/scorePrompts.js';
import { continueText, plannedLengths } from './text/teacherText.js';
import { seedBlockOf } from './timeline.js';

/** Texts drawn for one prompt after a restart, at most; and the z that a wrong win needs. */
const MOST_TAKES = 5;
const WRONG_Z = 4;

/** What playing a round needs beside the plan. */
export interface Stage {
  readonly plan: Plan;
  readonly seeded: Seeded;
  readonly engines: readonly Engine[];
  readonly models: BuiltModels;
  /** The teacher, loaded in each engine. */
  readonly teachers: readonly LoadedModel[];
  readonly commitBlocks: ReadonlyMap<string, number>;
  readonly toIds: (text: string) => number[];
  readonly progress: Progress;
}

/** Draws the teacher's text of one round and measures every contender on it, and in a wrong-text round on other text. */
export async function playRound(
  reign: Reign,
  round: PlannedRound,
  prompts: readonly Prompt[],
  stage: Stage,
): Promise<PlayedRound> {
  const { roundId, king, crowned } = reign;
  const lengths = plannedLengths(prompts.length, stage.plan.text, stage.seeded.fork(`lengths/${roundId}`));
  const drawIndex = lengths.flatMap((length, index) => (length > 0 ? [index] : []));
  const tokens = drawIndex.map((index) => stage.toIds(prompts[index]?.text ?? ''));
  const passes = await drawText(stage, roundId, drawIndex, tokens, lengths, 0);
  stage.progress.step(`${drawIndex.length} prompts continued`);
  const order = (miner: PlannedMiner): number => stage.commitBlocks.get(miner.name) ?? 0;
  const challengers = evaluatedIn(stage.plan, roundId).toSorted((a, b) => order(a) - order(b));
  const contenders: Measured[] = [];
  for (const miner of [king, ...challengers])
    contenders.push({ miner, onFirst: await measure(stage, miner, passes), onSecond: null });
  const base = { ...reign, plan: round, prompts, first: textOf(drawIndex, passes) };
  if (round.kind !== 'wrong-text') return { ...base, second: null, contenders };
  const other = await otherText(stage, reign, drawIndex, tokens, lengths, passes, contenders);
  const remeasured = contenders.map((one) => {
    const onSecond = one.miner === king ? other.king : one.miner === crowned ? other.crowned : null;
    return { ...one, onSecond };
  });
  return { ...base, second: textOf(drawIndex, other.passes), contenders: remeasured };
}

const textOf = (drawIndex: readonly number[], passes: readonly TeacherPrompt[]): TeacherText => ({
  drawIndex,
  continuations: passes.map((pass) => pass.ids.slice(pass.promptTokens)),
});

const drawText = (
  { teachers }: Stage,
  roundId: number,
  drawIndex: readonly number[],
  tokens: readonly (readonly number[])[],
  lengths: readonly number[],
  take: number,
): Promise<TeacherPrompt[]> =>
  spread(teachers, drawIndex, async (teacher, index, at) => {
    const prompt = tokens[at] ?? [];
    const text = await continueText(teacher, prompt, lengths[index] ?? 0, seedBlockOf(roundId) + index, take);
    return teacherPass(teacher, prompt, text);
  });

async function measure(
  { engines, models }: Stage,
  miner: PlannedMiner,
  passes: readonly TeacherPrompt[],
): Promise<number[]> {
  const files = models.students.get(miner.name);
  if (files === undefined) throw new TypeError(`no model of ${miner.name} was built`);
  const loaded = await Promise.all(engines.map((engine) => load(engine, files)));
  const kl = await spread(loaded, passes, studentKl);
  await Promise.all(loaded.map((model) => model.release()));
  return kl;
}

interface OtherText {
  readonly passes: readonly TeacherPrompt[];
  readonly king: readonly number[];
  readonly crowned: readonly number[];
}

/**
 * Text after a restart: for each prompt the one of several continuations on which the crowned contender has the lowest
 * KL. Continuations are added until the contender's published numbers win clearly.
 */
async function otherText(
  stage: Stage,
  { roundId, king, crowned }: Reign,
  drawIndex: readonly number[],
  tokens: readonly (readonly number[])[],
  lengths: readonly number[],
  first: readonly TeacherPrompt[],
  contenders: readonly Measured[],
): Promise<OtherText> {
  const onFirst = (miner: PlannedMiner) => contenders.find((one) => one.miner === miner)?.onFirst ?? [];
  let passes = [...first];
  let best = [...onFirst(crowned)];
  for (let take = 1; take <= MOST_TAKES; take++) {
    const drawn = await drawText(stage, roundId, drawIndex, tokens, lengths, take);
    const kl = await measure(stage, crowned, drawn);
    passes = passes.map((pass, at) =>
      (kl[at] as number) < (best[at] as number) ? (drawn[at] as TeacherPrompt) : pass,
    );
    best = best.map((value, at) => Math.min(value, kl[at] as number));
    const { t } = pairedStats(onFirst(king), best, 1.96);
    stage.progress.step(`other text, ${take} more continuation(s) a prompt: z ${t.toFixed(2)}`);
    if (t >= WRONG_Z) break;
  }
  return { passes, crowned: best, king: await measure(stage, king, passes) };
}
