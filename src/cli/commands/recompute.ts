import { resolve } from 'node:path';
import { isAbsent } from '../../domain/absent.js';
import { printable } from '../../domain/printable.js';
import { UsageError } from '../../errors/input.js';
import { openWorld } from '../../replay/openWorld.js';
import { checkDeclaredRow } from '../../replay/recompute/checkDeclaredRow.js';
import { type RecomputedFolder, recomputeFolder } from '../../replay/recompute/recomputeFolder.js';
import { type RecomputedShown, recomputeText } from '../../report/recomputeText.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { readBoundaries } from '../readBoundaries.js';

export interface RecomputeOptions {
  /** State directory of a validator, or a folder that a watch filled. */
  readonly folder: string;
  /** A round, or a block in it. */
  readonly round?: string;
  /** File with first blocks of eras. */
  readonly eras?: string;
  /** Hotkey of the validator, for its row in a snapshot; captures of a watch name it themselves. */
  readonly validator?: string;
}

/** `recrown recompute DIR`: every number of a validator's published round, from its own files alone. */
export async function recompute(context: CommandContext, options: RecomputeOptions): Promise<number> {
  const wanted = readRound(options.round);
  const boundaries = readBoundaries(options.eras, context.cwd);
  const found = await recomputeFolder(resolve(context.cwd, options.folder), wanted, boundaries);
  const computed = shownOf(found);
  const shown =
    context.options.snapshot === null ? computed : await withRow(context, options, found, computed);
  context.out(context.options.json ? jsonLine(documentOf(found, shown)) : recomputeText(shown));
  return exitCodeOf(shown);
}

/** The same with the validator's row of a given snapshot held against the winner that its record declares. */
async function withRow(
  context: CommandContext,
  options: RecomputeOptions,
  found: RecomputedFolder | null,
  shown: RecomputedShown,
): Promise<RecomputedShown> {
  const hotkey = options.validator ?? found?.view.validatorHotkey ?? '';
  if (hotkey === '')
    throw new UsageError({
      what: '--snapshot needs the validator whose row is meant',
      why: 'a folder of plain state files does not name its validator',
      remedy: 'Give its hotkey with --validator, or leave --snapshot away.',
    });
  if (found === null) return shown;
  const { cwd, options: given } = context;
  const world = await openWorld({ cwd, ...given });
  const declared = { known: shown.isWinnerKnown, uid: shown.publishedWinnerUid };
  const cause = await checkDeclaredRow(world, hotkey, found.blocks, declared);
  if (cause === null) return shown;
  if (!isAbsent(cause)) return { ...shown, causes: [...shown.causes, cause] };
  return { ...shown, round: { ...shown.round, notComputed: [...shown.round.notComputed, cause.why] } };
}

/** 10 a winner that does not follow, 11 numbers that differ or another legal setting, 12 not enough, 0 nothing. */
function exitCodeOf({ follows, rows, round, causes }: RecomputedShown): number {
  if (follows === false) return EXIT.wrongCrown;
  const differs = [round, ...rows].some(({ differences }) => differences.length > 0);
  if (differs || causes.some(({ cause }) => cause === 'weights')) return EXIT.inconclusive;
  if (follows === null) return EXIT.unverifiable;
  return causes.length > 0 ? EXIT.inconclusive : EXIT.ok;
}

function readRound(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new UsageError({
    what: `"${printable(text, 40)}" is not a round`,
    why: 'a round is a whole number; from 1,000,000 on it is taken as a block',
    remedy: 'Give one round, for example: recrown recompute DIR --round 11650',
  });
}

const NOTHING: Omit<RecomputedShown, 'roundId' | 'seedBlock' | 'eraId'> = {
  publishedWinnerUid: null,
  isWinnerKnown: false,
  follows: null,
  decisions: [],
  rows: [],
  round: { differences: [], notComputed: [] },
  causes: [],
};

const NO_RECORD = 'The folder holds no decided record with rows.';

function shownOf(found: RecomputedFolder | null): RecomputedShown {
  if (found === null)
    return {
      roundId: 0,
      seedBlock: 0,
      eraId: null,
      ...NOTHING,
      round: { differences: [], notComputed: [NO_RECORD] },
    };
  const { roundId, seedBlock } = found.blocks;
  const { computed, eraId } = found;
  if (computed === null)
    return { roundId, seedBlock, eraId, ...NOTHING, round: { differences: [], notComputed: [found.why] } };
  return {
    roundId,
    seedBlock,
    eraId,
    publishedWinnerUid: computed.publishedWinnerUid,
    isWinnerKnown: computed.isWinnerKnown,
    follows: computed.follows,
    decisions: computed.decisions,
    rows: computed.rows,
    round: computed.round,
    causes: computed.causes,
  };
}

function documentOf(found: RecomputedFolder | null, shown: RecomputedShown): object {
  const { rows, decisions, causes, round, follows, publishedWinnerUid, isWinnerKnown } = shown;
  return {
    schema: 1,
    roundId: found === null ? null : shown.roundId,
    seedBlock: found === null ? null : shown.seedBlock,
    eraId: shown.eraId,
    validator: found?.view.validatorHotkey || null,
    files: found?.view.sources ?? [],
    rows,
    round,
    publishedWinner: isWinnerKnown ? { uid: publishedWinnerUid } : null,
    follows,
    decidedOn: found?.computed?.decidedOn ?? null,
    decision: decisions[0] ?? null,
    decisions,
    causes,
  };
}
