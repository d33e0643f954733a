import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IoError } from '../errors/store.js';

export interface ReplayFile {
  readonly id: string;
  readonly path: string;
  readonly sealed: boolean;
}

/** The replays of one subnet under the replays folder: sealed ones and running or interrupted journals, by name. */
export function listReplays(replays: string, netuid: number): ReplayFile[] {
  const folder = replayFolder(replays, netuid);
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new IoError({
      what: `cannot list ${folder}`,
      why: cause instanceof Error ? cause.message : String(cause),
      remedy: 'check the folder, or choose another one with --replays',
      cause,
    });
  }
  return names.flatMap((name) => {
    const sealed = /(?:^|-)([0-9a-f]{6})\.replay\.jsonl$/.exec(name);
    const id = sealed?.[1] ?? /^([0-9a-f]{6})\.journal$/.exec(name)?.[1];
    return id === undefined ? [] : [{ id, path: join(folder, name), sealed: sealed !== null }];
  });
}

/** Where replays of one subnet lie: `replays/sn24`. */
export const replayFolder = (replays: string, netuid: number): string => join(replays, `sn${netuid}`);
