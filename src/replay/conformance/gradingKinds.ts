import * as z from 'zod';
import type { Graded } from '../../evaluate/grading/Graded.js';
import { gradeAime } from '../../evaluate/grading/gradeAime.js';
import { capabilityAnswer } from '../../evaluate/grading/gradeCapability.js';
import { gradeMath } from '../../evaluate/grading/gradeMath.js';
import { gradeReasoning } from '../../evaluate/grading/gradeReasoning.js';
import { judgeScore } from '../../evaluate/grading/judgeScore.js';
import { sanitizeAnswer } from '../../evaluate/grading/sanitizeAnswer.js';
import { paraphraseChat } from '../../reconstruct/rewrite/paraphraseChat.js';
import type { VectorKind, VectorKinds } from './vectorKind.js';

const MOST_CHARACTERS = 1_000_000;
const text = z.string().max(MOST_CHARACTERS);
const graded = z.object({ text, gold: text });
const plain = z.object({ text });
const capability = z.object({
  text,
  kind: z.enum(['word', 'int', 'yesno', 'word_alt', 'mc', 'phrase', 'format_re', 'word_count', 'rhyme']),
});
const asked = z.object({
  text,
  block_seed: z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,40}$/)]),
});

const grades =
  (grade: (answer: string, gold: string) => Graded): VectorKind =>
  (input) => {
    const given = graded.parse(input);
    const { pred, ok } = grade(given.text, given.gold);
    return { pred, ok: ok ? 1 : 0 };
  };

/** Reading and grading of answers, and the rewriting of requests. */
export const gradingKinds: VectorKinds = {
  grade_math: grades(gradeMath),
  grade_aime: grades(gradeAime),
  grade_reasoning: grades(gradeReasoning),
  extract_capability: (input) => {
    const given = capability.parse(input);
    return { pred: capabilityAnswer(given.text, given.kind) };
  },
  judge_score: (input) => ({ score: judgeScore(plain.parse(input).text) }),
  judge_sanitize: (input) => ({ text: sanitizeAnswer(plain.parse(input).text) }),
  chat_paraphrase: (input) => {
    const given = asked.parse(input);
    return { text: paraphraseChat(given.text, BigInt(given.block_seed)) };
  },
};
