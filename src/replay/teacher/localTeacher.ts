import type { Engine } from '../../domain/engine.js';
import type { TeacherRows, TeacherSource } from '../../domain/teacher.js';
import { TEACHER_SLOTS } from '../../model/tokenizer/sparseTeacher.js';

/**
 * The teacher on the engine that also scores the contenders, one sequence after the other.
 * @param engine starts it on first use
 */
export const localTeacher = (engine: () => Promise<Engine>): TeacherSource => ({
  repeats: true,
  atOnce: 1,
  open: async (files) => {
    const model = await (await engine()).load(files, 'contrib');
    return {
      score: async (requests, signal) => {
        const scored: TeacherRows[] = [];
        for (const request of requests) {
          const result = await model.score({ ...request, topK: TEACHER_SLOTS }, signal);
          scored.push({ topIds: result.topIds as Int32Array, logProbs: result.logProbs as Float32Array });
        }
        return scored;
      },
      release: model.release,
    };
  },
});
