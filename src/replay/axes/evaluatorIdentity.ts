import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { EvaluatorIdentity, ReferenceIdentity } from '../../domain/referenceCheck.js';

/** An evaluator by the digest of its files, with the commit as the word of the person who told it. */
export const evaluatorIdentity = ({ commit, files }: ReferenceIdentity): EvaluatorIdentity => ({
  digest: sha256Hex(canonicalJson(files)),
  commit,
  commitBy: commit === null ? null : 'person',
  files,
});
