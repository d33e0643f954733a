import { isAbsent } from '../../../domain/absent.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { type ChosenCommitment, chosenCommitments, filesOf } from './commitmentAt.js';
import { readCopyReason } from './copyReason.js';
import { readDisqualificationKey } from './disqualificationKey.js';
import { weightFiles, weightIdentity } from './weightFiles.js';

/**
 * D10: a copy by weight hash of two commitments whose weight hashes differ: a hash is kept by UID, and was the one of an
 * earlier commitment when it was compared.
 */
export const staleHashCopy: BreachCheck = {
  code: 'D10',
  title: 'A copy by weight hash, of commitments whose weight hashes differ',
  nature: 'defect',
  decidedFrom: 'disqualified.json; manifests of both commitments',
  find: (input) => {
    const commitments = chosenCommitments(input.cutoff);
    return flatMap(input.views, (view) =>
      flatMap(Object.entries(view.disqualified), ([text, reason]) => {
        const key = readDisqualificationKey(text);
        const copy = readCopyReason(reason);
        if (key?.kind !== 'commitment' || copy?.kind !== 'weights' || copy.blocks === null) return [];
        const { own: block, original } = copy.blocks;
        const own = commitments.find((one) => one.hotkey === key.hotkey);
        // Both commitments must be the ones that the text compares: a later one of either may differ by right.
        const other = commitments.find((one) => one.uid === copy.originalUid && one.entry.block === original);
        if (own === undefined || other === undefined || block !== key.block) return [];
        if (own.entry.block !== block || own.hotkey === other.hotkey) return [];
        const [mine, theirs] = [identityOf(own, input), identityOf(other, input)];
        if (mine === null || theirs === null || mine === theirs) return [];
        return [
          {
            uid: own.uid,
            decisive: false,
            evidence: [
              `Validator ${view.validatorUid} lists ${text} as a copy of the weights of UID ${copy.originalUid} (blocks ${block} and ${original}).`,
              'Both are the commitments that count at the cutoff, and the weight files of their recorded revisions have different hashes.',
              'Hashes are kept by UID and not removed at a new commitment, so that one of the two was compared by the hash of an older commitment.',
            ],
          },
        ];
      }),
    );
  },
};

function identityOf(commitment: ChosenCommitment, { findRepository }: BreachInput): string | null {
  const named = filesOf(commitment);
  const manifest = named === null ? null : findRepository(named.repo, named.revision);
  if (manifest === null || isAbsent(manifest)) return null;
  const identity = weightIdentity(weightFiles(manifest));
  return identity === '' ? null : identity;
}
