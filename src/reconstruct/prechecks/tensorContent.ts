import { sha256Hex } from '../../domain/canonical.js';
import type { PrecheckLine } from '../../eras/defineEra.js';
import { LARGEST_TENSOR, namesOf, TENSOR_NAMES } from './tensorNames.js';

/** The tensors that a repository's safetensors hold. Digests are taken when they are asked for. */
export interface HeldTensors {
  /** Bytes of each of the tensors that were asked for and are there. */
  readonly sizes: ReadonlyMap<string, number>;
  /** sha256 of a tensor's raw bytes, lower-case hex. */
  readonly digest: (name: string) => string;
}

/** What rule 21 hashes of one model. */
export interface TensorContent {
  /** Names that count, smallest tensor first. */
  readonly names: readonly string[];
  /** Of them, those that near copies are measured on. */
  readonly train: readonly string[];
  readonly digest: (name: string) => string;
}

/** Near copies of line LATEST: tensors in common, identical ones, and their share. */
const NEAR_COPY = { common: 12, identical: 12, share: 0.9 } as const;

/** Null where fewer tensors are there than the version asks for: the evaluator then defers the UID. */
export function tensorContent(held: HeldTensors, line: PrecheckLine): TensorContent | null {
  const wanted = TENSOR_NAMES[line];
  const size = (name: string): number => held.sizes.get(name) ?? Number.POSITIVE_INFINITY;
  const names = namesOf(wanted).filter((name) => size(name) <= LARGEST_TENSOR);
  const counted = names.filter((name) => wanted.train.includes(name) || wanted.control.includes(name));
  if (names.length === 0 || counted.length < wanted.least) return null;
  return {
    names: [...names].sort((a, b) => size(a) - size(b)),
    train: names.filter((name) => wanted.train.includes(name)),
    digest: held.digest,
  };
}

/** Rule 21's hash: sha256 of the sorted `name:sha256` lines. */
export const contentHash = ({ names, digest }: TensorContent): string =>
  sha256Hex(
    names
      .map((name) => `${name}:${digest(name)}`)
      .sort((a, b) => (a < b ? -1 : 1))
      .join('\n'),
  );

/** Whether two models have one content hash; it stops at the first tensor that differs. */
export const sameContent = (a: TensorContent, b: TensorContent): boolean =>
  a.names.length === b.names.length &&
  a.names.every((name) => b.names.includes(name)) &&
  a.names.every((name) => a.digest(name) === b.digest(name));

/** How many train tensors two models share; null when that is not enough for a near copy. */
export function nearCopy(
  a: TensorContent,
  b: TensorContent,
): { readonly common: number; readonly identical: number } | null {
  const shared = a.train.filter((name) => b.train.includes(name));
  if (shared.length < NEAR_COPY.common) return null;
  let identical = 0;
  for (const [at, name] of shared.entries()) {
    if (a.digest(name) === b.digest(name)) identical += 1;
    const possible = identical + shared.length - at - 1;
    if (possible < NEAR_COPY.identical || possible / shared.length < NEAR_COPY.share) return null;
  }
  return { common: shared.length, identical };
}
