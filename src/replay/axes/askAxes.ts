import { isAbsent } from '../../domain/absent.js';
import { readNorms } from '../../model/safetensors/readNorms.js';
import type { RoundInputs } from '../assembleInputs.js';
import type { RoundModels } from '../findModels.js';
import type { JudgeRoundInput } from '../judgeRound.js';
import type { AxesTools, Tools } from '../tools.js';
import { askSwitched } from './askSwitched.js';
import { evaluateRoundAxes, type RoundAxesInput } from './evaluateRoundAxes.js';
import type { ContenderNorms } from './finetuneProbe.js';
import { recordedChat } from './recordedChat.js';
import { officialTemplate, roundCounts } from './roundCounts.js';
import { NO_LOCAL_TEACHER } from './TeacherSide.js';

/**
 * Asks the axes beside the duel, as deployed, and what the wanted switches need; in the words of an evaluator where one was
 * given, whose draws are held against ours first.
 *
 * @throws EvaluatorDisagreesError, EvaluatorError, and what `evaluateRoundAxes` throws
 */
export async function askAxes(
  { spec, eras }: RoundInputs,
  texts: number,
  { teacher, king, challengers }: RoundModels,
  axes: AxesTools,
  tools: Tools,
): Promise<Pick<JudgeRoundInput, 'axes' | 'switches'>> {
  const { snapshot, origin } = tools;
  const { profile } = snapshot.index;
  const contenders = king === null ? challengers : [king, ...challengers];
  const asking = roundCounts(profile);
  const chat = await recordedChat(snapshot, officialTemplate(profile, eras.era));
  const words =
    axes.words === undefined || isAbsent(chat)
      ? null
      : await axes.words(BigInt(spec.seedBlock), asking.counts);
  const input: RoundAxesInput = {
    ...{ roundId: spec.roundId, seedBlock: spec.seedBlock, contenders },
    kingUid: king?.contender.uid ?? null,
    teacher: origin.needs.teacher === 'all' ? teacher : NO_LOCAL_TEACHER,
    ...{ asked: asking, chat },
    ...(words === null ? {} : { words }),
    // The teacher and every contender on every text, and the control on the first.
    passes: texts * (contenders.length + 1) + (king === null ? 0 : 1),
  };
  const asked = await evaluateRoundAxes(input, axes, tools);
  const names = axes.whatIf;
  const switches =
    names.length === 0 ? null : { names, axes: await askSwitched(names, input, asked, axes, tools) };
  const norms: ContenderNorms[] = [];
  for (const { contender, files } of contenders)
    norms.push({ uid: contender.uid, norms: await readNorms(files.weightPaths) });
  return { axes: { ...asked, norms }, switches };
}
