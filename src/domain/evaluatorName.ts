import { printable } from './printable.js';
import type { EvaluatorIdentity } from './referenceCheck.js';

/** An evaluator by digest and commit, and whose word the commit is. */
export const evaluatorName = ({ digest, commit, commitBy }: EvaluatorIdentity): string =>
  `evaluator ${printable(digest.slice(0, 12), 24)}, ${
    commit === null || commitBy === null
      ? 'of a commit that was not told'
      : `at commit ${printable(commit, 60)} as the person told it`
  }`;
