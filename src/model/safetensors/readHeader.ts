import { open } from 'node:fs/promises';
import { SafetensorsError } from '../../errors/model.js';
import { IoError } from '../../errors/store.js';
import type { Dtype } from './dtype.js';
import { parseHeader } from './parseHeader.js';

/** A header longer than this is refused unread, as the format's own library does. */
const MAX_HEADER_BYTES = 100_000_000;

/** One tensor: where its bytes lie in the file. */
export interface TensorEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Position of the first byte, counted from the start of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads and checks the header of a safetensors file; no weight is read.
 *
 * @throws SafetensorsError when anything in it is not sound, IoError when the file cannot be read.
 */
export async function readHeader(path: string): Promise<SafetensorsFile> {
  const { header, fileBytes } = await readHeaderBytes(path);
  const entries = parseHeader(header, fileBytes, (why) => {
    throw headerError(path, why);
  });
  return { path, ...entries };
}

async function readHeaderBytes(path: string): Promise<{ header: Buffer; fileBytes: number }> {
  try {
    const file = await open(path, 'r');
    try {
      const fileBytes = (await file.stat()).size;
      if (fileBytes < 8) throw headerError(path, `the file has ${fileBytes} bytes and cannot hold a header`);
      const length = Buffer.alloc(8);
      await file.read(length, 0, 8, 0);
      const headerBytes = length.readBigUInt64LE();
      if (headerBytes === 0n) throw headerError(path, 'the header length is 0');
      if (headerBytes > BigInt(fileBytes - 8))
        throw headerError(path, `the header length ${headerBytes} is beyond the file's ${fileBytes} bytes`);
      if (headerBytes > BigInt(MAX_HEADER_BYTES))
        throw headerError(
          path,
          `the header length ${headerBytes} is over the limit of ${MAX_HEADER_BYTES} bytes`,
        );
      const header = Buffer.alloc(Number(headerBytes));
      const { bytesRead } = await file.read(header, 0, header.length, 8);
      if (bytesRead !== header.length) throw headerError(path, 'the file ends within its header');
      return { header, fileBytes };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof SafetensorsError) throw error;
    throw new IoError({
      what: `cannot read the weight file ${path}`,
      why: (error as Error).message,
      remedy: 'Check the path and its permissions.',
      facts: { path },
      cause: error,
    });
  }
}

function headerError(path: string, why: string): SafetensorsError {
  return new SafetensorsError({
    what: `the safetensors file ${path} is not sound`,
    why,
    remedy: 'Use the file as its author published it, or treat the model as refused.',
    facts: { path },
  });
}
