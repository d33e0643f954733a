import { isAbsent } from '../../domain/absent.js';
import type { Uid } from '../../domain/identity.js';
import type { FinetuneProbe } from '../../domain/roundQuality.js';

/** What is said of a crowned model that fails the norm part of the fine-tune probe; empty for any other. */
export function finetuneNote({ contenders, limit }: FinetuneProbe, crowned: Uid): readonly string[] {
  const found = contenders.find(({ uid }) => uid === crowned);
  if (found === undefined || found.says === null || isAbsent(found.norms)) return [];
  const { largest, nonFinite } = found.norms;
  const numbers =
    nonFinite.length > 0
      ? `${nonFinite.join(', ')} ${nonFinite.length === 1 ? 'holds' : 'hold'} weights that are no finite numbers`
      : `the largest weight of its norm layers is ${largest?.value} in ${largest?.name}, the limit is ${limit}`;
  return [
    `UID ${crowned}, which the chain crowns, fails the evaluator's fine-tune probe by its norm layers (${found.says}): ${numbers}. The evaluator drops such a model; that is told as a note, and is no breach of its own.`,
  ];
}
