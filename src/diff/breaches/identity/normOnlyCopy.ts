import { isAbsent } from '../../../domain/absent.js';
import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import type { BreachCheck } from '../breachInput.js';
import { chosenCommitments, filesOf } from './commitmentAt.js';
import { readCopyReason } from './copyReason.js';
import { readDisqualificationKey } from './disqualificationKey.js';
import { weightFiles } from './weightFiles.js';

/** Code lines whose content hash names tensors that this architecture does not have, all but the final norm. */
const OLD_LINES = ['P2', 'P5'];

/**
 * D8: a copy by tensor content on a code line whose hash reads the final norm alone, while the weight files of both
 * commitments differ.
 */
export const normOnlyCopy: BreachCheck = {
  code: 'D8',
  title: 'A copy was found by a content hash that reads the final norm alone',
  nature: 'defect',
  decidedFrom: 'disqualified.json; manifests of both commitments',
  find: ({ views, cutoff, rules, policy, findRepository }) => {
    const old = [policy, ...rules.map((one) => one.policy)];
    if (!old.every(({ precheckLine }) => OLD_LINES.includes(precheckLine))) return [];
    const commitments = chosenCommitments(cutoff);
    const filesAt = (uid: number, block: number | null, hotkey?: string) => {
      const own = commitments.find(
        (one) =>
          one.uid === uid && (hotkey === undefined || one.hotkey === hotkey) && one.entry.block === block,
      );
      const named = own === undefined ? null : filesOf(own);
      const manifest = named === null ? null : findRepository(named.repo, named.revision);
      return manifest === null || isAbsent(manifest) ? null : { ...named, files: weightFiles(manifest) };
    };
    return flatMap(views, (view) =>
      flatMap(Object.entries(view.disqualified), ([text, reason]) => {
        const key = readDisqualificationKey(text);
        const copy = readCopyReason(reason);
        if (key?.kind !== 'commitment' || copy?.kind !== 'tensors' || copy.blocks === null) return [];
        const uid = commitments.find((one) => one.hotkey === key.hotkey)?.uid;
        if (uid === undefined || copy.blocks.own !== key.block) return [];
        const own = filesAt(uid, key.block, key.hotkey);
        const other = filesAt(copy.originalUid, copy.blocks.original);
        if (own === null || other === null || own.files.length === 0) return [];
        // Other names or another number of files may hold the same tensors: a rename or a new split is a copy.
        const paths = (files: typeof own.files) => files.map((file) => file.path).join('\n');
        if (paths(own.files) !== paths(other.files)) return [];
        const differ = own.files.filter((file, at) => file.sha256 !== other.files[at]?.sha256);
        if (differ.length === 0) return [];
        return [
          {
            uid,
            decisive: false,
            evidence: [
              `Validator ${view.validatorUid} lists ${text} as a copy by tensor content of UID ${copy.originalUid} (blocks ${copy.blocks.own} and ${copy.blocks.original}).`,
              `${differ.length} of ${own.files.length} weight files of the two commitments differ, for example ${printable(differ[0]?.path ?? '', 96)}.`,
              'On this line of the prechecks the content hash of this architecture reads model.norm.weight alone, so that models with one final norm count as copies whatever their other tensors are; a file can also differ by the order of its tensors, which the manifests do not show.',
            ],
          },
        ];
      }),
    );
  },
};
