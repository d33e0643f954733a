import { type Absent, isAbsent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { JournalView } from '../../domain/journal.js';
import { type EraBoundaries, erasAt } from '../../eras/erasAt.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { AuditError } from '../../errors/base.js';
import { type PlannedModel, planModel } from '../../model/cost/planModel.js';
import type { RoundInputs } from '../assembleInputs.js';
import { recordedChat } from '../axes/recordedChat.js';
import { officialTemplate, roundCounts } from '../axes/roundCounts.js';
import { planPasses } from '../evaluateRound.js';
import { findModels, type ModelNeeds, type RoundModels } from '../findModels.js';
import type { World } from '../openWorld.js';
import { readInputs } from '../readInputs.js';
import { scoredRows } from '../texts/pinnedText.js';
import { pinTexts } from '../texts/pinTexts.js';
import { donePrompts } from './donePrompts.js';
import { plannedItems } from './plannedItems.js';
import type { PlannedPass, RoundPlan } from './roundPlan.js';

/** What the plan of an audit is made from. */
export interface PlannedAudit {
  readonly world: World;
  readonly boundaries: EraBoundaries;
  /** The interrupted journal that the audit goes on with; what it holds is left out. */
  readonly before: JournalView | null;
  /** Files that must be there; where the teacher's config is enough, servers run it and its passes are left out. */
  readonly needs: ModelNeeds;
  /** False when the duel alone is run. */
  readonly axes: boolean;
  /** True when a text is written where none was captured: its lengths are not known before. */
  readonly freshText: boolean;
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
  { world, boundaries, before, needs, axes, freshText }: PlannedAudit,
  modelOf: (files: ModelFiles) => Promise<PlannedModel>,
): Promise<RoundPlan> {
  try {
    const blocks = roundBlocks(roundId);
    const eras = erasAt(blocks.seedBlock, boundaries);
    if (isAbsent(eras)) return without(roundId, eras);
    const inputs = await readInputs(blocks, eras, world);
    if (isAbsent(inputs)) return without(roundId, inputs);
    const texts = await pinTexts(inputs, world.snapshot);
    if (isAbsent(texts)) return without(roundId, freshText ? UNKNOWN_TEXT : texts);
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
    if (axes) passes.push(...(await askedPasses(inputs, models, world, before, modelOf)));
    return { roundId, passes, reason: null };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { roundId, passes: [], reason: [error.message, error.why].filter(Boolean).join(': ') };
  }
}

/** One pass a contender, with the items of the axes that no journal holds. */
async function askedPasses(
  { spec, eras }: RoundInputs,
  { king, challengers }: RoundModels,
  { snapshot }: World,
  before: JournalView | null,
  modelOf: (files: ModelFiles) => Promise<PlannedModel>,
): Promise<PlannedPass[]> {
  const { profile } = snapshot.index;
  const chat = await recordedChat(snapshot, officialTemplate(profile, eras.era));
  if (isAbsent(chat)) return [];
  const items = plannedItems(spec.seedBlock, roundCounts(profile), chat);
  const held = (before?.axes ?? []).filter((entry) => entry.roundId === spec.roundId);
  const passes: PlannedPass[] = [];
  for (const { contender, files } of king === null ? challengers : [king, ...challengers]) {
    const { uid } = contender;
    const sequences = items.filter(
      ({ axis }) => !held.some((entry) => entry.uid === uid && entry.record.axis === axis),
    );
    const role = contender === king?.contender ? 'king' : 'challenger';
    const model = await modelOf(files);
    passes.push({
      uid,
      role,
      form: 'contrib',
      capture: '',
      index: passes.length,
      prompts: items.length,
      asks: true,
      model,
      sequences,
    });
  }
  return passes;
}

const UNKNOWN_TEXT: Absent = {
  absent: 'unknown',
  why: 'Its teacher text is written anew, where its prompts are recorded: what that and the scoring take is not known before, and stands in no total.',
};

const without = (roundId: number, { why }: Absent): RoundPlan => ({ roundId, passes: [], reason: why });
