import type { Engine, ModelFiles } from '../../domain/engine.js';
import type { TeacherSource } from '../../domain/teacher.js';
import { UsageError } from '../../errors/input.js';
import { TEACHER_SLOTS } from '../tokenizer/sparseTeacher.js';
import type { ScoresWriter } from './ScoresWriter.js';

/** An engine whose results are kept in a file before they are given. */
export const recordingEngine = (engine: Engine, writer: ScoresWriter): Engine => ({
  fingerprint: engine.fingerprint,
  load: async (files, form) => {
    const digest = digestOf(files);
    const model = await engine.load(files, form);
    return {
      score: async (request) => {
        const result = await model.score(request);
        await writer.write(digest, form, request, result);
        return result;
      },
      release: model.release,
    };
  },
  close: () => engine.close(),
});

/** A teacher server whose numbers are kept as if an engine had been asked for the K most probable tokens. */
export const recordingTeacher = (teacher: TeacherSource, writer: ScoresWriter): TeacherSource => ({
  repeats: teacher.repeats,
  atOnce: teacher.atOnce,
  open: async (files) => {
    const digest = digestOf(files);
    const open = await teacher.open(files);
    return {
      score: async (requests) => {
        const scored = await open.score(requests);
        for (const [index, rows] of scored.entries())
          await writer.write(
            digest,
            'contrib',
            { ...(requests[index] as (typeof requests)[number]), topK: TEACHER_SLOTS },
            rows,
          );
        return scored;
      },
      release: open.release,
    };
  },
});

function digestOf({ digest }: ModelFiles): string {
  if (digest !== undefined) return digest;
  throw new UsageError({
    what: 'scores of a model without a digest cannot be recorded',
    remedy: 'Take the model from a snapshot.',
  });
}
