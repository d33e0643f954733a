import { type Absent, isAbsent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import { type AskedModel, type AxesTools, stopIfAsked, type Tools } from '../tools.js';
import { askedDecoder } from './askedDecoder.js';
import { askTeacher } from './askTeacher.js';
import type { AxesInput } from './evaluateAxes.js';
import type { ChatFiles } from './readChatFiles.js';
import type { RoundCounts } from './roundCounts.js';
import { saidIn } from './saidIn.js';
import { absentTeacher, type TeacherSide } from './TeacherSide.js';

/** The teacher of a round, opened when it is first asked. */
export interface RoundTeacher extends TeacherSide {
  readonly release: () => Promise<void>;
}

/** One round in work, as its teacher sees it. */
export interface RoundTeacherInput {
  readonly roundId: number;
  readonly task: AxesInput;
  readonly chat: ChatFiles;
  readonly asked: RoundCounts;
  readonly axes: AxesTools;
  readonly tools: Tools;
  readonly signal: AbortSignal;
  readonly onItem: () => void;
}

/**
 * The teacher as the axes need it: what it says itself is asked once a round and journaled; it stays open for marks and
 * numbers until it is released.
 */
export async function roundTeacher(
  files: ModelFiles | Absent,
  { roundId, task, chat, asked, axes, tools, signal, onItem }: RoundTeacherInput,
): Promise<RoundTeacher> {
  if (isAbsent(files)) return { ...absentTeacher(files), release: async () => undefined };
  let opened: Promise<AskedModel> | null = null;
  const open = (): Promise<AskedModel> => {
    opened ??= axes.load(files);
    return opened;
  };
  const release = async (): Promise<void> => {
    await (await opened)?.release();
  };
  const decoder = askedDecoder(
    {
      decode: async (...how) => (await open()).decode(...how),
      score: async (...how) => (await open()).score(...how),
    },
    chat,
    'cached',
    asked.maxTokens,
    signal,
    axes.batch,
  );
  const kept = saidIn(tools.journal.recordsOf(roundId), task.questions?.wording ?? 'own');
  if (kept !== null) return { refs: kept, decoder, release };
  try {
    const refs = await askTeacher(task, decoder, onItem);
    tools.journal.append({ type: 'teacher-said', roundId, refs });
    stopIfAsked(tools);
    return { refs, decoder, release };
  } catch (error) {
    await release();
    throw error;
  }
}
