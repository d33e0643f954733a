import { isAbsent } from '../../domain/absent.js';
import type { Parting } from '../../domain/bisection.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { HashChain } from '../../domain/hashChain.js';
import { checkBoundaries } from '../../eras/eraSteps.js';
import { erasAt } from '../../eras/erasAt.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { UsageError } from '../../errors/input.js';
import { findModels } from '../findModels.js';
import type { World } from '../openWorld.js';
import { readInputs } from '../readInputs.js';
import { scoredRows } from '../texts/pinnedText.js';
import { pinTexts } from '../texts/pinTexts.js';
import { chainPrompt } from './chainPrompt.js';

/** The prompt at which two chains part, as this machine can run it. */
export interface PartingPrompt {
  readonly files: ModelFiles;
  readonly ids: readonly number[];
  readonly rows: readonly number[];
}

/**
 * Finds the model and the token ids of a parting in a snapshot. They must be those of the chain.
 * @throws NotRecordedError when the snapshot lacks something; UsageError when it gives other tokens or another model
 */
export async function partingPrompt(
  { roundId, pass, a }: Parting,
  { boundaries }: HashChain,
  world: World,
): Promise<PartingPrompt> {
  const missing = (why: string) =>
    new NotRecordedError({
      what: 'the parting prompt cannot be run here',
      why,
      remedy: 'name the snapshot that the replays were made from with --snapshot',
    });
  const other = (why: string) =>
    new UsageError({
      what: 'the parting prompt cannot be run here',
      why,
      remedy: 'name the snapshot that the replays were made from with --snapshot',
    });
  if (roundId === null || pass === null || a === null) throw missing('the chains name no prompt');
  const fault = checkBoundaries(boundaries);
  if (fault !== null) throw other(`the boundaries of eras in the chain: ${fault}`);
  const blocks = roundBlocks(roundId);
  const eras = erasAt(blocks.seedBlock, boundaries);
  if (isAbsent(eras)) throw missing(eras.why);
  const inputs = await readInputs(blocks, eras, world);
  if (isAbsent(inputs)) throw missing(inputs.why);
  const texts = await pinTexts(inputs, world.snapshot);
  if (isAbsent(texts)) throw missing(texts.why);
  const models = findModels(inputs.spec, world.snapshot, {
    teacher: pass.uid === null ? 'all' : 'none',
    contenders: pass.uid === null ? 'none' : 'all',
  });
  if (isAbsent(models)) throw missing(models.why);
  const text = texts.texts.find(({ capture }) => capture === pass.capture);
  const sequence = text?.sequences.find(({ drawIndex }) => drawIndex === a.index);
  if (sequence === undefined || chainPrompt(sequence).tokens !== a.tokens)
    throw other('this snapshot gives other tokens for it');
  const seated = [...(models.king === null ? [] : [models.king]), ...models.challengers];
  const found = seated.find(({ contender }) => contender.uid === pass.uid);
  const revision = pass.uid === null ? world.snapshot.index.teacher?.revision : found?.contender.revision;
  if (revision === undefined || (pass.revision !== null && revision !== pass.revision))
    throw other('this snapshot has another revision of its model');
  const files = pass.uid === null ? models.teacher : (found as NonNullable<typeof found>).files;
  const rows = scoredRows(sequence);
  // A prompt without a scored position runs no model; its layers can be looked at all the same.
  return { files, ids: sequence.ids, rows: rows.length === 0 ? [0] : rows };
}
