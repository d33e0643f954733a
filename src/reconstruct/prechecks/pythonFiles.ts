import type { PrecheckFinding } from '../../domain/round.js';
import { failed, type PrecheckSubject, passed, shown } from './precheck.js';

/** Rule 7: a Python file whose full path is not one of the allowed ones. Only names are looked at. */
export function pythonFiles({ manifest, pins }: PrecheckSubject): PrecheckFinding {
  const extra = manifest.files.filter(
    ({ path }) => path.endsWith('.py') && !pins.allowedPythonFiles.includes(path),
  );
  const first = extra[0]?.path;
  return first === undefined
    ? passed(7, 'It holds no Python file beyond the allowed ones.')
    : failed(
        7,
        'INVALID',
        `It holds ${extra.length} Python file(s) that are not allowed, such as ${shown(first)}.`,
      );
}
