import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadable } from './fileTrouble.js';

/**
 * Finds the snapshots directly under a folder that holds many, by their `snapshot.json`; nothing is verified.
 * @returns their folders, ascending by name; empty when the folder does not exist
 */
export async function findSnapshots(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of (await namesIn(folder)).sort()) {
    const dir = join(folder, name);
    if ((await namesIn(dir)).includes('snapshot.json')) found.push(dir);
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw unreadable(folder, cause);
  }
}
