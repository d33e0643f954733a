import type { Snapshot } from '../artifacts/snapshot/snapshot.js';
import { printable } from '../domain/printable.js';
import type { WorldOptions } from './call.js';
import { quotedCommand } from './resumeCommand.js';

/** What a person reads of a finished recording on stdout. */
export function recordedText({ dir, index }: Snapshot, rounds: readonly number[]): string {
  const range = rounds.length === 1 ? `${rounds[0]}` : `${rounds[0]}..${rounds.at(-1)}`;
  return `${[
    `snapshot ${dir}`,
    `  digest ${index.digest}`,
    `  ${index.blocks.length} blocks from ${index.endpoints.join(', ')}; ${trustText(index)}`,
    `  ${index.repositories.length} revisions listed, ${index.unresolved.length} not given, ${index.corpus.length} shards, ${index.published.length} captured files`,
    ...index.unresolved.map(({ state, why }) => `  ${state}: ${printable(why, 300)}`),
    `audit it: ${quotedCommand(['audit', range, '--snapshot', dir, '--offline'])}`,
  ].join('\n')}\n`;
}

/** The tier that every block reaches (domain/trust.ts), in words. */
function trustText({ endpoints, blocks }: Snapshot['index']): string {
  const proven = blocks.filter((block) => block.proof !== undefined).length;
  const proofs = proven === blocks.length ? 'all' : `${proven}`;
  if (endpoints.length < 2) return `T0: one endpoint${proven === 0 ? '' : ` (${proofs} with proofs)`}`;
  const agree = `${endpoints.length} endpoints agree on every hash`;
  return proven === blocks.length
    ? `T2: ${agree}, and proofs tie the values to them`
    : `T1: ${agree} (${proofs} blocks with proofs)`;
}

/** What an audit of the recording cannot do, by what was left away. */
export function missingText({ teacher, parts, captures }: WorldOptions): string {
  const notes = [
    ...(teacher === undefined ? ['no --teacher: rounds can be judged by chain rules only'] : []),
    ...(parts.includes('weights')
      ? []
      : ['no weights (--parts manifests,corpus,weights): rounds can be judged by chain rules only']),
    ...(captures.length > 0
      ? []
      : ['no --captures: what validators published (scores, quality axes, teacher text) is not compared']),
  ];
  return notes.map((note) => `note: ${note}\n`).join('');
}
