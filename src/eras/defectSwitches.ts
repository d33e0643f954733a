/** What a switch needs beside the answers that an audit has: nothing, runs in the sandbox, or other answers. */
type SwitchCost = 'none' | 'sandbox' | 'decode';

/** A known defect of the evaluator that can move a crown, with what it would be without it. Off is as deployed. */
export interface DefectSwitch {
  readonly name: string;
  /** What the evaluator does, and what the switch does instead. */
  readonly title: string;
  readonly cost: SwitchCost;
}

/** Every defect that can be computed (rule: what if, docs/methodology.md). */
export const DEFECT_SWITCHES = [
  {
    name: 'recompute-full',
    title: 'Answers are decoded with the latent memory alone; here with the whole text for each token.',
    cost: 'decode',
  },
  {
    name: 'mbpp-solved',
    title:
      'The test of mbpp is never called, so that any function passes; here its calls must give the right values.',
    cost: 'none',
  },
  {
    name: 'code-solved',
    title: 'A program can pass a test that it does not solve; here its calls must give the right values.',
    cost: 'none',
  },
  {
    name: 'indent-kept',
    title:
      'The first line of a body loses its indent, which fails every body of several lines; here it keeps it.',
    cost: 'sandbox',
  },
  {
    name: 'errors-dropped',
    title: 'A decoding that fails is graded like an answer; here it is left out.',
    cost: 'none',
  },
  {
    name: 'no-helpers',
    title:
      'Two helper files are in no public version; here code, mbpp and ifeval are absent, as without them.',
    cost: 'none',
  },
  {
    name: 'last-mark',
    title: 'The first answer mark of a text counts; here the last one.',
    cost: 'none',
  },
  {
    name: 'option-in-parentheses',
    title:
      'The first capital letter of the last line is the option; here the last letter in parentheses, where there is one.',
    cost: 'none',
  },
  {
    name: 'ways-once',
    title: 'A way of asking that changes nothing counts its item twice; here once.',
    cost: 'none',
  },
] as const satisfies readonly DefectSwitch[];

/** Name of a switch. */
export type SwitchName = (typeof DEFECT_SWITCHES)[number]['name'];
