import { type Absent, isAbsent } from '../domain/absent.js';
import type { Stage } from '../domain/journal.js';
import type { RoundResult } from '../domain/verdict.js';
import { erasAt } from '../eras/erasAt.js';
import { roundBlocks } from '../eras/roundBlocks.js';
import { CorpusError, NotRecordedError, PublishedFileError } from '../errors/artifact.js';
import type { AuditError } from '../errors/base.js';
import { ModelRefusedError } from '../errors/model.js';
import type { RoundInputs } from './assembleInputs.js';
import { evaluateRoundAxes, type RoundAxes } from './axes/evaluateRoundAxes.js';
import { recordedChat } from './axes/recordedChat.js';
import { officialTemplate, roundCounts } from './axes/roundCounts.js';
import type { CrownHistory } from './crownHistory.js';
import { decideRound, modesOf, UNDECIDED } from './decideRound.js';
import { evaluateRound } from './evaluateRound.js';
import type { Family } from './family.js';
import { findModels, type RoundModels } from './findModels.js';
import { judgeRound } from './judgeRound.js';
import { keepInputs, keepPublishedInput } from './keepInputs.js';
import { readInputs } from './readInputs.js';
import { pinTexts } from './texts/pinTexts.js';
import { writeTexts } from './texts/writeTexts.js';
import type { Tools } from './tools.js';
import { unverifiableRound } from './unverifiableRound.js';

/**
 * Replays one round and says whether the crown that the chain shows is the crown that the era's rule gives.
 * A missing input is a value that leads to `unverifiable`; it never ends the run, and never looks like a wrong crown.
 * @throws InterruptedError, EngineError, IoError: the tool failed, which is no verdict
 */
export async function replayRound(
  roundId: number,
  history: CrownHistory,
  family: Family,
  tools: Tools,
): Promise<RoundResult> {
  const blocks = roundBlocks(roundId);
  const stage = stages(roundId, tools);
  const { dir } = tools.snapshot;

  const eras = history.endedAt === null ? erasAt(blocks.seedBlock, tools.boundaries) : ended(history.endedAt);
  if (isAbsent(eras)) return unverifiableRound(blocks, null, eras);

  const inputs = await stage('chain', () => orAbsent(dir, readInputs(blocks, eras, tools)));
  if (isAbsent(inputs)) return unverifiableRound(blocks, eras.era, inputs);

  const pinned = await stage('reconstruct', () => orAbsent(dir, pinTexts(inputs, tools.snapshot)));
  const models = await stage('models', async () =>
    findModels(inputs.spec, tools.snapshot, tools.origin.needs),
  );
  const { writer } = tools;
  const texts =
    isAbsent(pinned) && !isAbsent(models) && writer !== undefined
      ? await stage('teacher', () => orAbsent(dir, writeTexts(inputs, models.teacher, writer, tools)))
      : pinned;
  const unscored = (missing: Absent[]) => {
    keepPublishedInput(inputs, tools);
    return judgeRound({ inputs, texts, scores: null, decided: UNDECIDED, missing, history });
  };
  if (isAbsent(texts) || isAbsent(models)) return unscored([texts, models].filter(isAbsent));

  const scores = await stage('evaluate', () =>
    orAbsent(dir, evaluateRound({ roundId, texts: texts.texts, ...models, modes: modesOf(inputs) }, tools)),
  );
  if (isAbsent(scores)) return unscored([scores]);

  const axes = await askAxes(inputs, texts.texts.length, models, tools, stage);
  const decided = await stage('decide', async () => decideRound(inputs, texts, scores, family));
  keepInputs(inputs, decided, tools);
  return stage('diff', async () =>
    judgeRound({
      ...{ inputs, texts, scores, axes, decided, history },
      ...{ missing: texts.faults, origin: tools.origin },
    }),
  );
}

/** Asks the axes beside the duel; null when the duel alone is run. */
async function askAxes(
  { spec, eras }: RoundInputs,
  texts: number,
  { king, challengers }: RoundModels,
  tools: Tools,
  stage: <T>(stage: Stage, action: () => Promise<T>) => Promise<T>,
): Promise<RoundAxes | null> {
  const { axes, snapshot } = tools;
  if (axes === undefined) return null;
  const { profile } = snapshot.index;
  const contenders = king === null ? challengers : [king, ...challengers];
  return stage('axes', async () =>
    evaluateRoundAxes(
      {
        ...{ roundId: spec.roundId, seedBlock: spec.seedBlock, contenders },
        kingUid: king?.contender.uid ?? null,
        asked: roundCounts(profile),
        chat: await recordedChat(snapshot, officialTemplate(profile, eras.era)),
        // The teacher and every contender on every text, and the control on the first.
        passes: texts * (contenders.length + 1) + (king === null ? 0 : 1),
      },
      axes,
      tools,
    ),
  );
}

const ended = (roundId: number): Absent => ({
  absent: 'not-applicable',
  why: `King of the hill had ended by round ${roundId}, as its rows show: later rounds are not judged with its rules.`,
});

/** Announces a stage, runs it, and journals its end once. */
function stages(roundId: number, { journal, onEvent }: Tools) {
  return async <T>(stage: Stage, action: () => Promise<T>): Promise<T> => {
    onEvent({ type: 'stage', roundId, stage, state: 'started' });
    const value = await action();
    const known = journal
      .recordsOf(roundId)
      .some((record) => record.type === 'stage' && record.stage === stage);
    if (!known) journal.append({ type: 'stage', roundId, stage });
    onEvent({ type: 'stage', roundId, stage, state: 'done' });
    return value;
  };
}

const UNUSABLE = [CorpusError, ModelRefusedError, NotRecordedError, PublishedFileError] as const;

/**
 * What others made and cannot be used (a corpus file, a model, a published file), or what nobody recorded, leaves the
 * round unverifiable, with the reason.
 */
async function orAbsent<T>(dir: string, work: Promise<T>): Promise<T | Absent> {
  try {
    return await work;
  } catch (error) {
    if (UNUSABLE.some((kind) => error instanceof kind)) {
      const { message, why } = error as AuditError;
      // Where the snapshot lies is no part of a result.
      const said = `${message}${why ? ` (${why})` : ''}`.replaceAll(`${dir}/`, '');
      return { absent: 'unknown', why: `Not replayed: ${said}.` };
    }
    throw error;
  }
}
