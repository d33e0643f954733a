import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { ObjectRef } from '../../../domain/snapshot.js';
import { DigestMismatchError } from '../../../errors/network.js';
import { unreadable, unwritable } from '../../snapshot/fileTrouble.js';

const PIECE = 1 << 20;

/** A file that is being received: every byte is hashed in the order of the file, whenever it was received. */
export class PartFile {
  /** Bytes that are written and hashed. */
  at = 0;
  /** True once the bytes have the size and the digest. */
  isWhole = false;
  #hash: Hash = createHash('sha256');

  constructor(
    readonly path: string,
    readonly handle: FileHandle,
    readonly wanted: ObjectRef,
    readonly signal: AbortSignal,
  ) {}

  /** Takes over what an earlier process left, by hashing it; what is longer than the file can be is dropped. */
  async resume(): Promise<void> {
    const { size } = await this.handle.stat().catch((cause: unknown) => {
      throw unreadable(this.path, cause);
    });
    if (size > this.wanted.size) return this.restart();
    const buffer = Buffer.allocUnsafe(PIECE);
    while (this.at < size) {
      this.signal.throwIfAborted();
      const { bytesRead } = await this.handle.read(buffer, 0, PIECE, this.at).catch((cause: unknown) => {
        throw unreadable(this.path, cause);
      });
      if (bytesRead === 0) break;
      this.#hash.update(buffer.subarray(0, bytesRead));
      this.at += bytesRead;
    }
  }

  /** Drops everything. */
  async restart(): Promise<void> {
    await this.handle.truncate(0).catch((cause: unknown) => {
      throw unwritable(this.path, cause);
    });
    this.at = 0;
    this.#hash = createHash('sha256');
  }

  /**
   * Appends bytes.
   * @throws DigestMismatchError when there are more than the file has; IoError
   */
  async append(piece: Uint8Array): Promise<void> {
    if (this.at + piece.length > this.wanted.size)
      throw this.#mismatch(`more than ${this.wanted.size} bytes`);
    let done = 0;
    try {
      while (done < piece.length) {
        const { bytesWritten } = await this.handle.write(piece, done, piece.length - done, this.at + done);
        done += bytesWritten;
      }
    } catch (cause) {
      throw unwritable(this.path, cause);
    }
    this.#hash.update(piece);
    this.at += piece.length;
  }

  /**
   * Checks size and digest; on another digest everything is dropped, since no byte of it can be trusted.
   * @throws DigestMismatchError
   */
  async finish(): Promise<void> {
    const found = this.#hash.copy().digest('hex');
    if (this.at === this.wanted.size && found === this.wanted.sha256) {
      this.isWhole = true;
      return;
    }
    const error = this.#mismatch(`${this.at} bytes with the sha256 ${found}`);
    await this.restart();
    throw error;
  }

  #mismatch(got: string): DigestMismatchError {
    return new DigestMismatchError({
      what: `what was received is not the file ${this.wanted.sha256.slice(0, 12)}`,
      why: `it has ${got}; named are ${this.wanted.size} bytes with the sha256 ${this.wanted.sha256}`,
      remedy:
        'Run again; if it stays so, the server gives other bytes than it names, which is a fact to report.',
      facts: { sha256: this.wanted.sha256, size: this.wanted.size },
    });
  }
}
