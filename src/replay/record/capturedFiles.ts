import { type CapturedFile, readCaptures } from '../../artifacts/captures/readCaptures.js';
import type { Chain } from '../../domain/chainState.js';
import type { SnapshotPublishedEntry } from '../../domain/snapshot.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import type { RecordTools } from './recordTools.js';

/** A captured file and the place that it takes in a snapshot. */
export interface PublishedFile {
  readonly entry: Omit<SnapshotPublishedEntry, 'file'>;
  readonly path: string;
}

/**
 * The captured files of the rounds, and of the round before the first one (it shows the king of then), with the UID that
 * their validator held at the seed block. Files of a hotkey without a UID are left out, and told.
 */
export async function capturedFiles(
  dirs: readonly string[],
  rounds: readonly number[],
  chain: Chain,
  tools: Pick<RecordTools, 'onEvent'>,
): Promise<readonly PublishedFile[]> {
  const wanted = new Set([(rounds[0] ?? 0) - 1, ...rounds]);
  const files: CapturedFile[] = [];
  for (const dir of dirs) files.push(...(await readCaptures(dir)));
  const found: PublishedFile[] = [];
  const strangers = new Set<string>();
  for (const file of files.filter((one) => wanted.has(one.roundId))) {
    const validatorUid = await uidAt(file, rounds, chain);
    if (validatorUid === null) {
      strangers.add(file.validatorHotkey);
      continue;
    }
    const { validatorHotkey, roundId, name, capturedAt, path } = file;
    found.push({ entry: { validatorUid, validatorHotkey, roundId, name, capturedAt }, path });
  }
  for (const hotkey of strangers)
    tools.onEvent({
      type: 'note',
      text: `captures of ${hotkey} are left out: it holds no UID in these rounds`,
    });
  return found;
}

async function uidAt(file: CapturedFile, rounds: readonly number[], chain: Chain): Promise<number | null> {
  const round = Math.max(file.roundId, rounds[0] ?? 0);
  const state = await chain.getState(roundBlocks(round).seedBlock);
  return state.uids.find((one) => one.hotkey === file.validatorHotkey)?.uid ?? null;
}
