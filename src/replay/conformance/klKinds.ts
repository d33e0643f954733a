import * as z from 'zod';
import { klPosition } from '../../evaluate/klPosition.js';
import { vectorFloat } from './readNumber.js';
import type { VectorKinds } from './vectorKind.js';

const positionInput = z.object({
  teacher_logprobs: z.array(vectorFloat).min(1),
  student_logprobs: z.array(vectorFloat).min(1),
  eps: z.number().positive().default(1e-12),
  mode: z.enum(['tail_bucket', 'conditional']).default('tail_bucket'),
});

/** KL of one position with its terms. */
export const klKinds: VectorKinds = {
  kl_position: (input) => {
    const { teacher_logprobs, student_logprobs, eps, mode } = positionInput.parse(input);
    const position = klPosition(teacher_logprobs, student_logprobs, { mode, eps });
    return {
      top_term: position.topTerm,
      tail_term: position.tailTerm,
      kl: position.kl,
      conditional: position.conditional,
      teacher_mass: position.teacherMass,
      student_mass: position.studentMass,
    };
  },
};
