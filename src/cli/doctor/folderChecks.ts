import { constants } from 'node:fs';
import { access, readdir, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { bytesText } from '../../report/planText.js';
import { EXIT } from '../exit.js';
import { type Check, failed, ok, warning } from './check.js';

const LITTLE_SPACE = 2 ** 30;

/**
 * Whether a folder that recrown writes to can be read and written, and how much room is left where it lies.
 * @param flag that names it
 */
export async function folderChecks(name: string, folder: string, flag: string): Promise<readonly Check[]> {
  const path = resolve(folder);
  const there = await nearestThere(path);
  return [await accessCheck(name, path, there, flag), await spaceCheck(name, there)];
}

async function accessCheck(name: string, path: string, there: string, flag: string): Promise<Check> {
  const label = `folder of ${name}`;
  try {
    if (there === path) await readdir(path);
  } catch (cause) {
    return failed(
      label,
      `${path} cannot be read: ${(cause as NodeJS.ErrnoException).code}`,
      `check the folder, or choose another one with ${flag}`,
      EXIT.io,
    );
  }
  try {
    await access(there, constants.W_OK);
  } catch {
    return warning(
      label,
      `${path} cannot be written`,
      `choose another one with ${flag} before you write there`,
    );
  }
  return ok(label, there === path ? path : `${path}, not made yet`);
}

async function spaceCheck(name: string, there: string): Promise<Check> {
  const label = `room for ${name}`;
  try {
    const { bavail, bsize } = await statfs(there);
    const free = bavail * bsize;
    const detail = `${bytesText(free)} free`;
    return free >= LITTLE_SPACE
      ? ok(label, detail)
      : warning(label, detail, 'make room, or choose another disk');
  } catch (cause) {
    return warning(label, `not known: ${(cause as NodeJS.ErrnoException).code}`, 'check the disk');
  }
}

/** The folder itself, or the nearest one above it that exists. */
async function nearestThere(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch {
    return dirname(path) === path ? path : nearestThere(dirname(path));
  }
}
