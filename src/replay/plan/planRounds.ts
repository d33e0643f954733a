import { type Absent, isAbsent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { JournalView } from '../../domain/journal.js';
import { type EraBoundaries, erasAt } from '../../eras/erasAt.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { AuditError } from '../../errors/base.js';
import { type PlannedModel, planModel } from '../../model/cost/planModel.js';
import { planPasses } from '../evaluateRound.js';
import { findModels, type ModelNeeds } from '../findModels.js';
import type { World } from '../openWorld.js';
import { scoredRows } from '../pinnedText.js';
import { pinTexts } from '../pinTexts.js';
import { readInputs } from '../readInputs.js';
import { donePrompts } from './donePrompts.js';
import type { PlannedPass, RoundPlan } from './roundPlan.js';

/** What the plan of an audit is made from. */
export interface PlannedAudit {
  readonly world: World;
  readonly boundaries: EraBoundaries;
  /** The interrupted journal that the audit goes on with; what it holds is left out. */
  readonly before: JournalView | null;
  /** Files that must be there; where the teacher's config is enough, servers run it and its passes are left out. */
  readonly needs: ModelNeeds;
}

/**
 * What an audit of these rounds has to run, from chain state, texts, configs and headers of weights alone. A round whose
 * inputs cannot be read or whose models are refused is planned without passes: the audit itself says what that means.
 *
 */
export async function planRounds(rounds: readonly number[], audit: PlannedAudit): Promise<RoundPlan[]> {
  const known = new Map<string, Promise<PlannedModel>>();
  const modelOf = (files: ModelFiles): Promise<PlannedModel> => {
    const key = [files.configPath, ...files.weightPaths].join('\n');
    const planned = known.get(key) ?? planModel(files);
    known.set(key, planned);
    return planned;
  };
  const plans: RoundPlan[] = [];
  for (const roundId of rounds) {
    const finished = audit.before?.results.some((result) => result.roundId === roundId) ?? false;
    if (finished) plans.push({ roundId, passes: [], reason: null });
    else plans.push(await planRound(roundId, audit, modelOf));
  }
  return plans;
}

async function planRound(
  roundId: number,
  { world, boundaries, before, needs }: PlannedAudit,
  modelOf: (files: ModelFiles) => Promise<PlannedModel>,
): Promise<RoundPlan> {
  try {
    const blocks = roundBlocks(roundId);
    const eras = erasAt(blocks.seedBlock, boundaries);
    if (isAbsent(eras)) return without(roundId, eras);
    const inputs = await readInputs(blocks, eras, world);
    if (isAbsent(inputs)) return without(roundId, inputs);
    const texts = await pinTexts(inputs, world.snapshot);
    if (isAbsent(texts)) return without(roundId, texts);
    const models = findModels(inputs.spec, world.snapshot, needs);
    if (isAbsent(models)) return without(roundId, models);
    const passes: PlannedPass[] = [];
    for (const { files, ...pass } of planPasses({ texts: texts.texts, ...models })) {
      if (pass.role === 'teacher' && needs.teacher !== 'all') continue;
      const text = texts.texts.find((one) => one.capture === pass.capture);
      const done = donePrompts(before, roundId, pass);
      const sequences = (text?.sequences ?? [])
        .slice(done)
        .map((one) => ({ tokens: one.ids.length, rows: scoredRows(one).length }));
      passes.push({ ...pass, model: await modelOf(files), sequences });
    }
    return { roundId, passes, reason: null };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { roundId, passes: [], reason: [error.message, error.why].filter(Boolean).join(': ') };
  }
}

const without = (roundId: number, { why }: Absent): RoundPlan => ({ roundId, passes: [], reason: why });
