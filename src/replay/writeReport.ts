import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { UsageError } from '../errors/input.js';
import { IoError } from '../errors/store.js';
import { renderReport } from '../report/renderReport.js';
import type { ReportFormat, ReportView } from '../report/reportView.js';

export interface ReportTarget {
  readonly path: string;
  /** Replace a file that is there. */
  readonly force: boolean;
  readonly ascii: boolean;
}

/**
 * Writes a report to a file, whole or not at all: what stands at the path is never half a report.
 * @returns bytes
 * @throws UsageError when the file exists and may not be replaced; IoError
 */
export function writeReport(
  view: ReportView,
  format: ReportFormat,
  { path, force, ascii }: ReportTarget,
): number {
  const bytes = Buffer.from(renderReport(view, format, ascii));
  if (!force && existsSync(path)) throw exists(path);
  const draft = `${path}.${process.pid}.part`;
  try {
    const file = openSync(draft, 'wx');
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (force) renameSync(draft, path);
    else place(draft, path);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new IoError({
      what: `cannot write the report to ${path}`,
      why: cause instanceof Error ? cause.message : String(cause),
      remedy: 'name a file in a folder that exists and can be written, with --out',
      cause,
    });
  } finally {
    rmSync(draft, { force: true });
  }
  return bytes.length;
}

/** A link fails where a name is taken, also when it was taken a moment ago; some file systems know no links. */
function place(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw exists(path);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw cause;
    if (existsSync(path)) throw exists(path);
    renameSync(draft, path);
  }
}

const exists = (path: string): UsageError =>
  new UsageError({
    what: `${path} exists`,
    why: 'a report replaces no file unless it is told to',
    remedy: 'give another name with --out, or add --force',
  });
