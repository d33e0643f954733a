import type { Chain, ChainState } from '../../domain/chainState.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import type { Budget } from './budget.js';
import { capturedManifests } from './capturedManifests.js';
import { committedRevisions, keyOf, type NamedRevision } from './committedRevisions.js';
import type { RecordTools } from './recordTools.js';
import { type ResolvedRevisions, resolveRevisions } from './resolveRevisions.js';
import { SMALL_BYTES } from './writeWorld.js';

/**
 * The files of every revision that counts in a round, and of the teacher: as the hub lists them, else as a watch
 * captured them while the hub still gave them.
 * @throws as resolveRevisions; DamagedError for captures
 */
export async function findRepositories(
  {
    rounds,
    captures,
    teacher,
  }: {
    readonly rounds: readonly number[];
    readonly captures: readonly string[];
    readonly teacher: NamedRevision | null;
  },
  chain: Chain,
  budget: Budget,
  tools: RecordTools,
): Promise<ResolvedRevisions> {
  const cutoffs: ChainState[] = [];
  for (const round of rounds) cutoffs.push(await chain.getState(roundBlocks(round).cutoffBlock));
  const named = new Map(committedRevisions(cutoffs).map((one) => [keyOf(one), one]));
  if (teacher !== null) named.set(keyOf(teacher), teacher);
  const found = await resolveRevisions([...named.values()], budget, tools);
  const captured = await capturedManifests(captures);
  const kept = found.unresolved.filter((one) => captured.has(keyOf(one)));
  for (const one of kept) {
    const small = (captured.get(keyOf(one))?.files ?? []).filter(({ size }) => size <= SMALL_BYTES);
    let lacking = 0;
    for (const { sha256, size } of small) if (!(await tools.hub.store.has(sha256, size))) lacking += 1;
    const rest = lacking === 0 ? '' : `; ${lacking} small files cannot be had`;
    tools.onEvent({
      type: 'note',
      text: `${keyOf(one)}: the files are listed as a watch captured them${rest}`,
    });
  }
  return {
    manifests: [...found.manifests, ...kept.flatMap((one) => captured.get(keyOf(one)) ?? [])],
    unresolved: found.unresolved.filter((one) => !captured.has(keyOf(one))),
  };
}
