import { readStateFolder } from '../../artifacts/published/readStateFolder.js';
import { isAbsent } from '../../domain/absent.js';
import type { PublishedRound } from '../../domain/published.js';
import type { RoundBlocks } from '../../domain/round.js';
import { type EraBoundaries, erasAt } from '../../eras/erasAt.js';
import { legalRules } from '../../eras/legalRules.js';
import { roundBlocks, roundIdAt } from '../../eras/roundBlocks.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { type RecomputedRound, recomputeView } from './recomputeView.js';

/** A round number is under this; a larger number is a block. */
const FIRST_BLOCK = 1_000_000;

/** One published round of a folder, computed again. */
export interface RecomputedFolder {
  readonly blocks: RoundBlocks;
  readonly view: PublishedRound;
  /** null where the era's rule text is not held: then nothing is computed, and `why` says so. */
  readonly eraId: string | null;
  readonly why: string;
  readonly computed: RecomputedRound | null;
}

/**
 * Computes one round of a folder of published files again.
 * @param wanted round number, or a block in it; null = the newest round that has rows
 * @returns null when the folder holds no decided record with rows
 * @throws NotRecordedError when it holds no record of the wanted round, and what `readStateFolder` throws
 */
export async function recomputeFolder(
  dir: string,
  wanted: number | null,
  boundaries: EraBoundaries,
): Promise<RecomputedFolder | null> {
  const folder = await readStateFolder(dir);
  const newest = folder.blocks.at(-1);
  if (wanted === null && newest === undefined) return null;
  const roundId =
    wanted === null ? roundIdAt(newest ?? 0) : wanted < FIRST_BLOCK ? wanted : roundIdAt(wanted);
  const rounds = [...new Set(folder.blocks.map((block) => roundIdAt(block)))];
  if (!rounds.includes(roundId)) throw notRecorded(dir, roundId, rounds);
  const blocks = roundBlocks(roundId);
  const view = await folder.view(blocks);
  const eras = erasAt(blocks.seedBlock, boundaries);
  if (isAbsent(eras)) return { blocks, view, eraId: null, why: eras.why, computed: null };
  return {
    blocks,
    view,
    eraId: eras.era.id,
    why: eras.why,
    computed: recomputeView(view, legalRules(eras), blocks),
  };
}

function notRecorded(dir: string, roundId: number, rounds: readonly number[]): NotRecordedError {
  const shown = rounds.slice(-5).join(', ');
  return new NotRecordedError({
    what: `${dir} holds no decided record of round ${roundId}`,
    why: rounds.length === 0 ? 'it holds no decided record with rows' : `the newest that it holds: ${shown}`,
    remedy: 'Leave --round away for the newest round, or name one that is there.',
    facts: { roundId, rounds: rounds.slice(-50) },
  });
}
