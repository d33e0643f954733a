import type { PrecheckFinding } from '../../domain/round.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import { failed, notChecked, type PrecheckSubject, passed, shown } from './precheck.js';

/** Repository whose Python files and tokenizer a model must share. */
export const REFERENCE_REPOSITORY = 'silx-ai/Quasar-3B-A1B-Preview';
const OFFICIAL = ['configuration_quasar.py', 'modeling_quasar.py'];

const digestOf = (manifest: RepositoryManifest, path: string): string | null => {
  const digest = manifest.files.find((file) => file.path === path)?.sha256 ?? '';
  return digest === '' ? null : digest;
};

/**
 * Rule 8: the two official Python files, where present, have the reference's bytes. Which commit its `main` named in
 * the round is not recorded: the bytes of any recorded revision pass.
 */
export function officialFiles({ manifest, references }: PrecheckSubject): PrecheckFinding {
  const present = OFFICIAL.filter((path) => manifest.files.some((file) => file.path === path));
  if (present.length === 0) return passed(8, 'It holds neither of the two official Python files.');
  for (const path of present) {
    const wanted = references.map((one) => digestOf(one, path)).filter((digest) => digest !== null);
    if (wanted.length === 0)
      return notChecked(
        8,
        `The reference repository ${REFERENCE_REPOSITORY} with its ${path} would be needed.`,
      );
    const own = digestOf(manifest, path);
    if (own === null) return notChecked(8, `The digest of its ${path} would be needed.`);
    if (!wanted.includes(own))
      return failed(8, 'INVALID', `Its ${shown(path)} is not the file of ${REFERENCE_REPOSITORY}.`);
  }
  return passed(8, 'Its official Python files have the bytes of the reference.');
}

/** Rule 17: four texts must encode alike. The reference's own bytes do; of others the texts would be needed. */
export function tokenizer({ manifest, references }: PrecheckSubject): PrecheckFinding {
  const own = digestOf(manifest, 'tokenizer.json');
  const same = own !== null && references.some((one) => digestOf(one, 'tokenizer.json') === own);
  return same
    ? passed(17, 'Its tokenizer.json has the bytes of the reference.')
    : notChecked(
        17,
        references.length === 0
          ? `The tokenizer of ${REFERENCE_REPOSITORY} and the evaluator's four test texts would be needed.`
          : "Its tokenizer.json is not the reference's: the evaluator's four test texts would be needed.",
      );
}
