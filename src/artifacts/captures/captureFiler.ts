import { canonicalJson } from '../../domain/canonical.js';
import { asciiOnly, printable } from '../../domain/printable.js';
import type { ObjectRef } from '../../domain/snapshot.js';
import { roundBlocks, roundIdAt } from '../../eras/roundBlocks.js';
import type { CaptureName } from './captureLine.js';
import type { CaptureLog } from './captureLog.js';
import type { ServedFile } from './convertServed.js';
import { emptyReport, type PassReport } from './passReport.js';

/** An answer with what it was asked by. */
export interface Source {
  readonly path: string;
  readonly status: number;
  readonly bytes: Uint8Array;
}

/**
 * Files what a pass was served into the record: objects that are new, one line for each file that is new for its round,
 * nothing for what is unchanged.
 */
export class CaptureFiler {
  readonly report: PassReport = emptyReport();

  constructor(readonly log: CaptureLog) {}

  /**
   * Files one file.
   * @param sources the bodies that it was made from; the first names path and status
   * @param roundId the round that it is filed under
   */
  async take(file: ServedFile, sources: readonly Source[], roundId: number | null): Promise<void> {
    const [first] = sources as readonly [Source, ...Source[]];
    const bytes = file.text === null ? first.bytes : Buffer.from(file.text, 'utf8');
    const ref = await this.log.addObject(bytes);
    const { name } = file;
    const isNew = !this.#holds(name, roundId, ref.sha256);
    const isTold = this.report.captured.some(
      (one) => one.name === name && one.roundId === roundId && one.sha256 === ref.sha256,
    );
    if (isTold && !isNew) return;
    this.report.captured.push({ name, roundId, ...ref, new: isNew });
    if (!isNew) return;
    this.log.append({
      kind: 'capture',
      path: first.path,
      status: first.status,
      name,
      ...ref,
      raw: file.text === null ? [] : await this.#keep(sources),
      roundId,
      seedBlock: roundId === null ? null : roundBlocks(roundId).seedBlock,
    });
  }

  /** Notes an answer that cannot be taken, with its body where one came; the same fault of the same body is written once. */
  async refuse(
    name: CaptureName,
    path: string,
    status: number | null,
    why: string,
    source?: Source,
  ): Promise<void> {
    const text = asciiOnly(printable(why, 300)).slice(0, 400);
    this.report.refused.push({ name, why: text });
    const raw = source === undefined ? [] : await this.#keep([source]);
    const before = this.log.lines.findLast(
      (line) => 'path' in line && line.path === path && line.name === name,
    );
    if (
      before?.kind === 'refused' &&
      canonicalJson([before.why, before.status, before.raw]) === canonicalJson([text, status, raw])
    )
      return;
    this.log.append({ kind: 'refused', path, status, name, why: text, raw });
  }

  /** A text of the teacher is a capture of its own, whenever it came; of other files the newest is compared. */
  #holds(name: CaptureName, roundId: number | null, sha256: string): boolean {
    if (name !== 'eval_data.json') return this.log.last(name, roundId)?.sha256 === sha256;
    return this.log.lines.some(
      (line) =>
        line.kind === 'capture' && line.name === name && line.roundId === roundId && line.sha256 === sha256,
    );
  }

  async #keep(sources: readonly Source[]): Promise<ObjectRef[]> {
    const refs: ObjectRef[] = [];
    for (const source of sources) refs.push(await this.log.addObject(source.bytes));
    return refs;
  }
}

/** The round of a block; null for no block. */
export const roundOf = (block: number | null): number | null => (block === null ? null : roundIdAt(block));
