import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from '../../domain/absent.js';
import type { ReferenceIdentity } from '../../domain/referenceCheck.js';
import { EvaluatorUnconfinedError } from '../../errors/evaluator.js';
import { UsageError } from '../../errors/input.js';
import { findSandbox } from '../sandbox/findSandbox.js';
import type { Limits, Sandbox } from '../sandbox/runConfined.js';

/** The one file without which there is no reference. */
export const MAIN = 'pod_eval_vllm.py';
/** Graders beside it; a checkout may be without them. */
export const HELPERS = ['humaneval_sandbox.py', 'ifeval_vendor.py'] as const;

/** A checkout of the evaluator whose files were read once: only these bytes are run, and only in the sandbox. */
export interface Reference {
  readonly identity: ReferenceIdentity;
  /** Texts by name. */
  readonly texts: Readonly<Record<string, Uint8Array>>;
  readonly sandbox: Sandbox;
  /** Bounds of one question that are tighter than those of `askReference`. */
  readonly limits?: Partial<Limits>;
}

const FOLDER = 'scripts';
const MOST_BYTES = 4 << 20;

/**
 * Reads the evaluator's files from a checkout and finds the sandbox in which alone they are run.
 *
 * @param path the folders to look for bubblewrap in, as in PATH
 * @throws UsageError when the folder does not hold the evaluator, EvaluatorUnconfinedError without a sandbox
 */
export async function openReference(folder: string, commit: string | null, path: string): Promise<Reference> {
  const texts: Record<string, Uint8Array> = {};
  for (const name of [MAIN, ...HELPERS]) {
    const text = await read(join(folder, FOLDER, name));
    if (text !== null) texts[name] = text;
    else if (name === MAIN) throw refused(folder, `it has no ${FOLDER}/${MAIN}`);
  }
  const sandbox = await findSandbox(path, process.arch);
  if (isAbsent(sandbox))
    throw new EvaluatorUnconfinedError({
      what: 'the evaluator is not run without a sandbox',
      why: sandbox.why,
      remedy: 'Install bubblewrap and python3, or leave --evaluator out for our own wording.',
    });
  const files = Object.entries(texts).map(([name, text]) => ({
    path: `${FOLDER}/${name}`,
    sha256: createHash('sha256').update(text).digest('hex'),
  }));
  return { identity: { commit, files }, texts, sandbox };
}

/** Bytes of a plain file; null where there is none. */
async function read(file: string): Promise<Uint8Array | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    // Without waiting: the name may be that of a pipe.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw refused(file, `it cannot be read: ${code}`, error);
  }
  try {
    const state = await handle.stat();
    if (!state.isFile()) throw refused(file, 'it is no plain file');
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, size, bytes.length - size, size);
      size += bytesRead;
      if (size > MOST_BYTES) throw refused(file, `it is larger than ${MOST_BYTES} bytes`);
      if (bytesRead === 0) return Uint8Array.from(bytes.subarray(0, size));
    }
  } finally {
    await handle.close();
  }
}

const refused = (path: string, why: string, cause?: unknown): UsageError =>
  new UsageError({
    what: `${path} is not the evaluator`,
    why,
    remedy: `Give with --evaluator the folder of a checkout, which holds ${FOLDER}/${MAIN}.`,
    facts: { path },
    cause,
  });
