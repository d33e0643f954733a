import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AuditError } from '../../errors/base.js';
import { unreadable } from '../snapshot/fileTrouble.js';
import { fileRefusal, MAX_FILE_BYTES, parseFile } from './parseFile.js';
import type { PublishedValue } from './publishedValue.js';

/**
 * Reads one state file from disk: a plain file, no link, at most 64 MiB.
 * @param name name that errors give it; `path` may be an object named by its digest
 * @throws PublishedFileError, IoError
 */
export async function readStateFile(path: string, name: string): Promise<PublishedValue> {
  const facts = { file: name, path };
  let handle: FileHandle;
  try {
    // Without waiting: a pipe of this name would never open.
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ELOOP')
      throw fileRefusal(name, 'it is a link, which is not followed', facts, cause);
    throw unreadable(path, cause);
  }
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw fileRefusal(name, 'it is not a plain file', facts);
    if (info.size > MAX_FILE_BYTES)
      throw fileRefusal(name, `it is larger than ${MAX_FILE_BYTES} bytes`, facts);
    const bytes = Buffer.alloc(info.size);
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return parseFile(bytes.subarray(0, at), name, facts);
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw unreadable(path, cause);
  } finally {
    await handle.close();
  }
}
