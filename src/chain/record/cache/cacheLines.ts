import { appendFile, open } from 'node:fs/promises';
import { sha256Hex } from '../../../domain/canonical.js';
import { IoError } from '../../../errors/store.js';

const LINE = /^\{"sum":"([0-9a-f]{64})","entry":(.*)\}$/;
/** A file above this is not read: everything in it is asked again. */
const MAX_FILE_BYTES = 384 * 1024 * 1024;

/** One entry as a line of JSON that carries the sha256 of the entry's own text. */
function lineOf(entry: unknown): string {
  const text = JSON.stringify(entry);
  return `{"sum":"${sha256Hex(text)}","entry":${text}}`;
}

/** The entries of all sound lines, in order: a torn, changed or foreign line is as good as never written. */
function entriesOf(text: string): unknown[] {
  return text.split('\n').flatMap((line) => {
    const match = LINE.exec(line);
    const [, sum, entry] = match ?? [];
    return sum === undefined || entry === undefined || sha256Hex(entry) !== sum ? [] : [JSON.parse(entry)];
  });
}

/** Reads the sound entries of a file; none when it does not exist. @throws IoError */
export async function readEntries(path: string): Promise<unknown[]> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      return size > MAX_FILE_BYTES ? [] : entriesOf(await file.readFile('utf8'));
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw ioError('read', path, cause);
  }
}

/**
 * Appends an entry and flushes it to disk before it returns. It starts a new line of its own, so that a line that was
 * torn before does not swallow it.
 * @throws IoError
 */
export async function appendEntry(path: string, entry: unknown): Promise<void> {
  try {
    await appendFile(path, `\n${lineOf(entry)}\n`, { flush: true });
  } catch (cause) {
    throw ioError('write', path, cause);
  }
}

export function ioError(verb: 'read' | 'write', path: string, cause: unknown): IoError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  return new IoError({
    what: `the chain cache cannot be ${verb === 'read' ? 'read' : 'written'}: ${path}`,
    why: code,
    remedy:
      code === 'ENOSPC'
        ? 'Free space on this disk and run the same command again: it goes on where it stopped.'
        : 'Make the folder accessible, or choose another one, and run the same command again.',
    facts: { path },
    cause,
  });
}
