import { sha256Hex } from '../../domain/canonical.js';
import type { CodeItem } from '../../domain/item.js';
import { type ConfinedRun, type Limits, runConfined, type Sandbox } from '../sandbox/runConfined.js';
import { ASSEMBLE, type CodeTest, codeProgram } from './codeProgram.js';
import { stripThinking } from './stripThinking.js';

/** Limits as deployed, and a bound on output, which the deployed runner does not have. */
const LIMITS: Limits = {
  wallMs: 10_000,
  cpuSeconds: 8,
  memoryBytes: 512 << 20,
  fileBytes: 1 << 20,
  openFiles: 64,
  outputBytes: 1 << 20,
};

/** How the run of one answer ended. */
export interface CodeGrade {
  /** Passed as the evaluator tests it. */
  readonly ok: boolean;
  readonly reason: 'passed' | 'failed' | 'time' | 'output';
  /**
   * Every call gives the right value when it is compared outside of the program. A pass that is not solved comes from a
   * weakness of the test: an object that equals everything, a program that prints its own mark, a test that nobody calls.
   */
  readonly solved: boolean;
}

/**
 * Runs an answer with its tests in the sandbox (rule: grading, docs/methodology.md). It passes when the program ends with
 * status 0 and its mark stands in the output.
 *
 * @param how the test as the axis has it
 * @param read what is taken of the text: as deployed the first line loses its indent
 */
export async function gradeCode(
  text: string,
  item: CodeItem,
  sandbox: Sandbox,
  how: Exclude<CodeTest, 'printed'>,
  read: (text: string) => string = stripThinking,
): Promise<CodeGrade> {
  const answer = read(text);
  // Fixed by the item and the answer, so that a repetition runs the same program.
  const mark = sha256Hex(`${item.taskId}\n${answer}`).slice(0, 32);
  const run = (test: CodeTest): Promise<ConfinedRun> =>
    runConfined(sandbox, ASSEMBLE, ['-I', '-s'], LIMITS, {
      'answer.json': JSON.stringify(codeProgram(item, answer, mark, test)),
    });
  const tested = await run(how);
  const ok = tested.ended === 'itself' && tested.status === 0 && tested.stdout.includes(mark);
  const printed = await run('printed');
  const expected = [...item.cases.map(([, value]) => value), mark, ''].join('\n');
  return {
    ok,
    reason: tested.ended !== 'itself' ? tested.ended : ok ? 'passed' : 'failed',
    solved: printed.status === 0 && `\n${printed.stdout}`.endsWith(`\n${expected}`),
  };
}
