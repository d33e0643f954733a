import { isAbsent } from '../domain/absent.js';
import { printable } from '../domain/printable.js';
import type { FinetuneNorms, FinetuneProbe } from '../domain/roundQuality.js';

/** The norm part of the fine-tune probe: who passes in one line, who fails or was not read in a line each. */
export function finetuneLines({ contenders, limit }: FinetuneProbe): string[] {
  const passed = contenders.filter(({ norms, says }) => says === null && !isAbsent(norms));
  return [
    ...(passed.length === 0
      ? []
      : [
          `fine-tune probe, norm weights (limit ${limit}): ${passed.map(passText).join(', ')}; gradients not replayed`,
        ]),
    ...contenders.filter((one) => !passed.includes(one)).map((one) => failText(one, limit)),
  ];
}

const largestText = ({ norms }: FinetuneNorms): string =>
  isAbsent(norms) || norms.largest === null
    ? 'none'
    : `${Number(norms.largest.value.toPrecision(5))} in ${printable(norms.largest.name, 60)}`;

const passText = (one: FinetuneNorms): string => `u${one.uid} passes, largest ${largestText(one)}`;

const failText = (one: FinetuneNorms, limit: number): string =>
  isAbsent(one.norms)
    ? `fine-tune probe, norm weights: u${one.uid} not read: ${printable(one.norms.why, 200)}`
    : `fine-tune probe, norm weights (limit ${limit}): u${one.uid} FAILS, ${printable(one.says ?? '', 100)}, largest ${largestText(one)}`;
