import type { Plan, PlannedMiner } from '../plan.js';
import type { Seeded } from '../seeded.js';
import { cutoffOf } from '../timeline.js';
import { firstHotkey } from './hotkeys.js';

/** One revealed commitment. */
export interface Reveal {
  readonly hotkey: string;
  readonly block: number;
  readonly text: string;
}

/** Block of the reveal that counts for a miner; copies come later than the others of their round. */
export function revealBlocks(plan: Plan, seeded: Seeded): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  return new Map(
    plan.miners.map((miner) => {
      const draw = seeded.fork(`reveal/${miner.name}`);
      const start = cutoffOf(miner.commitRound - 1);
      const [from, to] = miner.fault === 'duplicate' ? [600, 700] : [250, 590];
      let block = start + draw.int(from, to);
      while (taken.has(block)) block++;
      taken.add(block);
      return [miner.name, block];
    }),
  );
}

/** The JSON that miners of this subnet commit, spelled as Python's `json.dumps` spells it. */
const payload = (model: string, revision: string): string =>
  `{"model": ${JSON.stringify(model)}, "revision": ${JSON.stringify(revision)}}`;

/**
 * Every reveal of the plan, ascending by block.
 * @param revisions committed revision by miner: 40 hex digits, or a branch
 */
export function plannedReveals(
  plan: Plan,
  seeded: Seeded,
  revisions: ReadonlyMap<string, string>,
): readonly Reveal[] {
  const blocks = revealBlocks(plan, seeded);
  const lastCutoff = cutoffOf(plan.firstRound + plan.rounds.length - 1);
  const other = (miner: PlannedMiner, which: string): string =>
    Buffer.from(seeded.fork('revisions').bytes32(`${miner.name} ${which}`))
      .toString('hex')
      .slice(0, 40);
  const reveals = plan.miners.flatMap((miner): Reveal[] => {
    const hotkey = firstHotkey(seeded, miner.uid);
    const block = blocks.get(miner.name) as number;
    const texts: [number, string][] = [[block, revisions.get(miner.name) as string]];
    if (miner.twoReveals) texts.unshift([block - 140, other(miner, 'before')]);
    if (miner.recommit) texts.push([lastCutoff + 9, other(miner, 'after')]);
    return texts.map(([at, revision]) => ({ hotkey, block: at, text: payload(miner.repo, revision) }));
  });
  return reveals.toSorted((a, b) => a.block - b.block);
}
