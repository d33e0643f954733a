import { type Absent, isAbsent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { JournalView } from '../../domain/journal.js';
import { type EraBoundaries, erasAt } from '../../eras/erasAt.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { AuditError } from '../../errors/base.js';
import { EvaluatorDisagreesError, EvaluatorError } from '../../errors/evaluator.js';
import { type PlannedModel, planModel } from '../../model/cost/planModel.js';
import type { DecodeMode } from '../../model/decode/DecodeRequest.js';
import type { RoundInputs } from '../assembleInputs.js';
import type { WordsOf } from '../axes/evaluatorWords.js';
import { ownWords } from '../axes/ownWords.js';
import { probePartsOf } from '../axes/probeEntries.js';
import { recordedChat } from '../axes/recordedChat.js';
import { officialTemplate, roundCounts } from '../axes/roundCounts.js';
import { planPasses } from '../evaluateRound.js';
import { findModels, type ModelNeeds, type RoundModels } from '../findModels.js';
import type { World } from '../openWorld.js';
import { readInputs } from '../readInputs.js';
import { donePrompts } from './donePrompts.js';
import { type PlannedItem, plannedItems } from './plannedItems.js';
import { plannedTexts } from './plannedTexts.js';
import type { PlannedPass, RoundPlan } from './roundPlan.js';

/** What the plan of an audit is made from. */
export interface PlannedAudit {
  readonly world: World;
  readonly boundaries: EraBoundaries;
  /** The interrupted journal that the audit goes on with; what it holds is left out. */
  readonly before: JournalView | null;
  /** Files that must be there; where the teacher's config is enough, servers run it and its passes are left out. */
  readonly needs: ModelNeeds;
  /** Decodings in which the axes are asked; none when the duel alone is run. */
  readonly axes: readonly DecodeMode[];
  /** The words that they are asked in; absent for our own. */
  readonly words?: WordsOf | undefined;
  /** True when a text is written where none was captured. */
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
  audit: PlannedAudit,
  modelOf: (files: ModelFiles) => Promise<PlannedModel>,
): Promise<RoundPlan> {
  const { world, boundaries, before, needs, axes } = audit;
  try {
    const blocks = roundBlocks(roundId);
    const eras = erasAt(blocks.seedBlock, boundaries);
    if (isAbsent(eras)) return without(roundId, eras);
    const inputs = await readInputs(blocks, eras, world);
    if (isAbsent(inputs)) return without(roundId, inputs);
    const planned = await plannedTexts(inputs, audit);
    if (isAbsent(planned)) return without(roundId, planned);
    const { texts, unwritten } = planned;
    const models = findModels(inputs.spec, world.snapshot, needs);
    if (isAbsent(models)) return without(roundId, models);
    const passes: PlannedPass[] = [];
    const served = needs.teacher !== 'all';
    for (const { files, ...pass } of planPasses({ texts, ...models })) {
      if (pass.role === 'teacher' && served) continue;
      const text = texts.find((one) => one.capture === pass.capture);
      const sequences = (text?.sequences ?? []).slice(donePrompts(before, roundId, pass));
      passes.push({ ...pass, model: await modelOf(files), sequences });
    }
    for (const mode of axes) passes.push(...(await askedPasses(inputs, models, audit, modelOf, mode)));
    if (unwritten.length > 0 && !served)
      passes.push({
        ...{ uid: null, role: 'teacher', form: 'contrib', capture: '', writes: true, index: passes.length },
        ...{ model: await modelOf(models.teacher), prompts: unwritten.length, sequences: unwritten },
      });
    return { roundId, passes, reason: null };
  } catch (error) {
    // An evaluator that cannot be asked refuses the audit, and takes no round out of its plan.
    if (!(error instanceof AuditError)) throw error;
    if (error instanceof EvaluatorError || error instanceof EvaluatorDisagreesError) throw error;
    return { roundId, passes: [], reason: [error.message, error.why].filter(Boolean).join(': ') };
  }
}

/** The teacher's pass and one a contender, with the items of the axes that no journal holds. */
async function askedPasses(
  { spec, eras }: RoundInputs,
  { teacher, king, challengers }: RoundModels,
  { world: { snapshot }, before, needs, words = ownOf }: PlannedAudit,
  modelOf: (files: ModelFiles) => Promise<PlannedModel>,
  mode: DecodeMode,
): Promise<PlannedPass[]> {
  const { profile } = snapshot.index;
  const chat = await recordedChat(snapshot, officialTemplate(profile, eras.era));
  if (isAbsent(chat)) return [];
  const { roundId } = spec;
  const counts = roundCounts(profile);
  const { questions } = await words(BigInt(spec.seedBlock), counts.counts);
  const items = plannedItems(questions, counts, chat, mode);
  const entries = (before?.axes ?? []).filter((entry) => entry.roundId === roundId);
  const probes = (before?.probes ?? []).filter((entry) => entry.roundId === roundId);
  const isHeld = (uid: number, axis: string): boolean =>
    entries.some((entry) => entry.mode === mode && entry.uid === uid && entry.record.axis === axis) ||
    probes.some((entry) => entry.mode === mode && entry.uid === uid && entry.axis === axis);
  const contenders = king === null ? challengers : [king, ...challengers];
  const of = contenders.map(
    ({ contender: { uid } }) =>
      (item: PlannedItem) =>
        !isHeld(uid, item.axis),
  );
  const served = needs.teacher !== 'all';
  const asked = { form: 'contrib', capture: '', asks: true } as const;
  const marks = of.flatMap((left) => items.marks.filter(left));
  // What the teacher said itself is kept before the first contender is asked.
  const isSaid = mode !== 'memory-only' || before?.axes?.some((entry) => entry.roundId === roundId);
  const said = isSaid ? [] : items.teacher;
  const passes: Omit<PlannedPass, 'index' | 'prompts'>[] = [];
  if (!served)
    passes.push({
      ...asked,
      ...{ uid: null, role: 'teacher', model: await modelOf(teacher), sequences: [...said, ...marks] },
    });
  for (const [i, { contender, files }] of contenders.entries()) {
    const sequences = items.contender
      .filter(of[i] ?? (() => true))
      .filter(({ axis }) => !served || probePartsOf(axis).length === 0);
    const role = contender === king?.contender ? 'king' : 'challenger';
    passes.push({ ...asked, uid: contender.uid, role, model: await modelOf(files), sequences });
  }
  return passes.map((pass, index) => ({ ...pass, index, prompts: pass.sequences.length }));
}

const ownOf: WordsOf = async (block, counts) => ownWords(block, counts);

const without = (roundId: number, { why }: Absent): RoundPlan => ({ roundId, passes: [], reason: why });
