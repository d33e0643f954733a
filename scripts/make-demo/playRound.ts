import type { Prompt } from '../../src/domain/round.js';
import { pairedStats } from '../../src/eras/pairedStats.js';
import type { OnnxEngine } from '../../src/model/engine/createEngine.js';
import { continuationFilter } from '../../src/reconstruct/prompts/continuationFilter.js';
import { evaluatedIn, type Reign } from './actors.js';
import { type BuiltModels, type DemoModel, load } from './models/buildModels.js';
import type { Plan, PlannedMiner, PlannedRound } from './plan.js';
import type { Progress } from './progress.js';
import type { Measured, PlayedRound, TeacherText } from './rounds.js';
import { spread } from './spread.js';
import type { DemoTokenizer } from './text/demoTokenizer.js';
import { studentKl, type TeacherPrompt, teacherPass } from './text/scorePrompts.js';
import { type Continuation, continueText } from './text/teacherText.js';
import { seedBlockOf } from './timeline.js';

/** Texts drawn for one prompt after a restart, at most; and the z that a wrong win needs. */
const MOST_TAKES = 5;
const WRONG_Z = 4;

/** What playing a round needs beside the plan. */
export interface Stage {
  readonly plan: Plan;
  readonly engines: readonly OnnxEngine[];
  readonly models: BuiltModels;
  /** The teacher, loaded in each engine. */
  readonly teachers: readonly DemoModel[];
  readonly commitBlocks: ReadonlyMap<string, number>;
  readonly tokenizer: DemoTokenizer;
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
  const written = await drawText(stage, roundId, prompts, 0);
  const drawIndex = continuationFilter(written.map(lengthOf));
  const passes = await spread(stage.teachers, drawIndex, (teacher, index) =>
    teacherPass(teacher, written[index] as Continuation),
  );
  stage.progress.step(`${drawIndex.length} of ${prompts.length} prompts continued far enough`);
  const order = (miner: PlannedMiner): number => stage.commitBlocks.get(miner.name) ?? 0;
  const challengers = evaluatedIn(stage.plan, roundId).toSorted((a, b) => order(a) - order(b));
  const contenders: Measured[] = [];
  for (const miner of [king, ...challengers])
    contenders.push({ miner, onFirst: await measure(stage, miner, passes), onSecond: null });
  const base = { ...reign, plan: round, prompts, first: textOf(drawIndex, passes) };
  if (round.kind !== 'wrong-text') return { ...base, second: null, contenders };
  const other = await otherText(stage, reign, prompts, drawIndex, passes, contenders);
  const remeasured = contenders.map((one) => {
    const onSecond = one.miner === king ? other.king : one.miner === crowned ? other.crowned : null;
    return { ...one, onSecond };
  });
  return { ...base, second: textOf(drawIndex, other.passes), contenders: remeasured };
}

const textOf = (drawIndex: readonly number[], passes: readonly TeacherPrompt[]): TeacherText => ({
  drawIndex,
  continuations: passes.map(({ ids, promptTokens, text }) => ({ ids, promptTokens, text })),
});

/** Tokens of a continuation; 0 where the published text would not say which ones they are, so that it is not scored. */
const lengthOf = (written: Continuation | null): number =>
  written === null ? 0 : written.ids.length - written.promptTokens;

/** What the teacher writes after every prompt of the draw. */
const drawText = (
  { teachers, tokenizer, plan }: Stage,
  roundId: number,
  prompts: readonly Prompt[],
  take: number,
): Promise<(Continuation | null)[]> =>
  spread(teachers, prompts, (teacher, { text }, index) =>
    continueText(teacher, tokenizer, text, plan.text.newTokens, seedBlockOf(roundId) + index, take),
  );

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
 * Text after a restart: for each scored prompt the one of several continuations, long enough to be scored too, on which the
 * crowned contender has the lowest KL. Continuations are added until the contender's published numbers win clearly.
 */
async function otherText(
  stage: Stage,
  { roundId, king, crowned }: Reign,
  prompts: readonly Prompt[],
  drawIndex: readonly number[],
  first: readonly TeacherPrompt[],
  contenders: readonly Measured[],
): Promise<OtherText> {
  const onFirst = (miner: PlannedMiner) => contenders.find((one) => one.miner === miner)?.onFirst ?? [];
  let passes = [...first];
  let best = [...onFirst(crowned)];
  for (let take = 1; take <= MOST_TAKES; take++) {
    const written = await drawText(stage, roundId, prompts, take);
    const long = new Set(continuationFilter(written.map(lengthOf)));
    const drawn = await spread(stage.teachers, drawIndex, async (teacher, index, at) =>
      long.has(index) ? teacherPass(teacher, written[index] as Continuation) : (passes[at] as TeacherPrompt),
    );
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
