import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { sha256Hex } from '../domain/canonical.js';
import { writeError } from './journal/writeError.js';

/** The teacher's K most probable ids of each scored position of one prompt, row-major, T x K. */
export interface TeacherEntry {
  readonly topIds: Int32Array;
  /** Natural logs of the full-vocabulary probabilities, descending in each row. */
  readonly logProbs: Float32Array;
}

/**
 * The teacher's probabilities of one captured text, by index of the filtered prompt list: a work file, so that an
 * interrupted run does not compute them again and a long one does not hold them in memory.
 * Layout per prompt, little endian: u32 count = T x K, count x i32 ids, count x f32 log-probabilities.
 */
export class TeacherStore {
  readonly #fd: number;
  readonly #path: string;
  readonly #offsets: number[] = [];
  #size = 0;

  constructor(path: string) {
    this.#path = path;
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#fd = openSync(path, existsSync(path) ? 'r+' : 'w+');
    } catch (cause) {
      throw writeError(this.#path, cause);
    }
  }

  /** Number of prompts held. */
  get length(): number {
    return this.#offsets.length;
  }

  /**
   * Takes over what an earlier run has written, batch by batch, as far as it is intact.
   * @param batches number of prompts and sha256 of each journaled batch
   */
  recover(batches: readonly { readonly count: number; readonly sha256: string }[]): void {
    for (const batch of batches) {
      const offsets: number[] = [];
      let end = this.#size;
      for (let i = 0; i < batch.count; i++) {
        offsets.push(end);
        end += this.#entrySize(end);
      }
      const bytes = Buffer.alloc(end - this.#size);
      if (readSync(this.#fd, bytes, 0, bytes.length, this.#size) !== bytes.length) break;
      if (sha256Hex(bytes) !== batch.sha256) break;
      this.#offsets.push(...offsets);
      this.#size = end;
    }
    ftruncateSync(this.#fd, this.#size);
  }

  /** Appends a batch and returns the sha256 of its bytes. */
  append(entries: readonly TeacherEntry[]): string {
    const bytes = Buffer.concat(entries.map(encode));
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#size + done);
    } catch (cause) {
      throw writeError(this.#path, cause);
    }
    for (const entry of entries) {
      this.#offsets.push(this.#size);
      this.#size += 4 + entry.topIds.byteLength + entry.logProbs.byteLength;
    }
    return sha256Hex(bytes);
  }

  /** The entry of one prompt. */
  read(index: number): TeacherEntry {
    const offset = this.#offsets[index];
    if (offset === undefined) throw new RangeError(`teacher entry ${index} of ${this.length}`);
    const bytes = Buffer.alloc(this.#entrySize(offset));
    readSync(this.#fd, bytes, 0, bytes.length, offset);
    const count = bytes.readUInt32LE(0);
    const numbers = bytes.buffer.slice(bytes.byteOffset + 4, bytes.byteOffset + bytes.length);
    return {
      topIds: new Int32Array(numbers, 0, count),
      logProbs: new Float32Array(numbers, count * 4, count),
    };
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** 4 when the entry does not lie within the file: the check of its batch then fails. */
  #entrySize(offset: number): number {
    const head = Buffer.alloc(4);
    const size = readSync(this.#fd, head, 0, 4, offset) === 4 ? 4 + head.readUInt32LE(0) * 8 : 4;
    return offset + size <= fstatSync(this.#fd).size ? size : 4;
  }
}

function encode(entry: TeacherEntry): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(entry.topIds.length);
  return Buffer.concat([head, bytesOf(entry.topIds), bytesOf(entry.logProbs)]);
}

const bytesOf = (array: Int32Array | Float32Array): Buffer =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength);
