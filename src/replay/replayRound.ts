import { type Absent, isAbsent } from '../domain/absent.js';
import type { Stage } from '../domain/journal.js';
import type { RoundResult } from '../domain/verdict.js';
import { erasAt } from '../eras/erasAt.js';
import { roundBlocks } from '../eras/roundBlocks.js';
import { CorpusError, NotRecordedError, PublishedFileError } from '../errors/artifact.js';
import type { AuditError } from '../errors/base.js';
import { ModelRefusedError } from '../errors/model.js';
import { askAxes } from './axes/askAxes.js';
import type { CrownHistory } from './crownHistory.js';
import { decideRound, modesOf, UNDECIDED } from './decideRound.js';
import { evaluateRound } from './evaluateRound.js';
import type { Family } from './family.js';
import { findModels } from './findModels.js';
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

  const how = tools.axes;
  const asked =
    how === undefined
      ? null
      : await stage('axes', () => askAxes(inputs, texts.texts.length, models, how, tools));
  const decided = await stage('decide', async () => decideRound(inputs, texts, scores, family));
  keepInputs(inputs, decided, tools);
  return stage('diff', async () =>
    judgeRound({
      ...{ inputs, texts, scores, decided, history, ...asked },
      ...{ missing: texts.faults, origin: tools.origin },
    }),
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
