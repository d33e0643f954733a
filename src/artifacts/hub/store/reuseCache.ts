import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { IoError } from '../../../errors/store.js';
import type { WantedFile } from '../downloadFile.js';
import type { PartFile } from './partFile.js';

/**
 * Folder of the Hugging Face cache of this person: `HF_HUB_CACHE`, else `HF_HOME/hub`, else `huggingface/hub` in
 * `XDG_CACHE_HOME` or `~/.cache`.
 * @param home the person's home folder
 */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const direct = set('HF_HUB_CACHE') ?? set('HUGGINGFACE_HUB_CACHE');
  if (direct !== undefined) return direct;
  const base = set('HF_HOME') ?? join(set('XDG_CACHE_HOME') ?? join(home, '.cache'), 'huggingface');
  return join(base, 'hub');
}

/**
 * Copies a large file out of a Hugging Face cache, where it lies as `models--owner--name/blobs/<sha256>`. The bytes are
 * hashed while they are copied: what the cache says of itself counts for nothing. Only a plain file in that very folder is
 * read; a link is not followed, nor a folder that leads out of the cache.
 * @param folder of the cache; the repository's name must have passed the hub's rules
 * @returns true when the part is then whole; else the part is as if nothing had been there
 */
export async function reuseCache(folder: string, file: WantedFile, part: PartFile): Promise<boolean> {
  const repository = `${file.kind}--${file.repo.replace('/', '--')}`;
  const handle = await openPlain(folder, join(folder, repository, 'blobs', file.sha256), file.size);
  if (handle === null) return false;
  const before = part.at;
  try {
    await part.restart();
    for await (const piece of handle.createReadStream({ highWaterMark: 1 << 20, autoClose: false }))
      await part.append(piece as Buffer);
    await part.finish();
    return true;
  } catch (error) {
    part.signal.throwIfAborted();
    if (part.at > 0 || before > 0) await part.restart();
    if (error instanceof IoError) throw error;
    return false;
  } finally {
    await handle.close().catch(() => undefined);
  }
}

/** Null unless the path is a plain file of the size, below the real folder of the cache. */
async function openPlain(folder: string, path: string, size: number): Promise<FileHandle | null> {
  try {
    const root = await realpath(folder);
    const found = await lstat(path);
    if (!found.isFile() || found.size !== size) return null;
    if (!(await realpath(path)).startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) return null;
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    // Not there or not readable: then it is downloaded.
    return null;
  }
}
