/** What went wrong in or with the engine process, as errors with names. */
import { printable } from '../../domain/printable.js';
import { EngineError, OutOfMemoryError, ProviderError } from '../../errors/model.js';
import type { EngineReply } from './messages.js';

const LONGEST = 600;
const NO_MEMORY =
  /bad_alloc|out of memory|cannot allocate memory|failed to allocate memory|allocation failed/i;
const MORE_MEMORY =
  'Free memory or use a machine with more, then run the command again; finished work is kept.';

/** How a process ended, as far as it is known. */
interface Ending {
  /** In words, where neither code nor signal is known. */
  readonly how?: string;
  readonly code?: number | null;
  readonly signal?: string | null;
  /** Its last words on its error stream. */
  readonly tail?: string;
  /** Processes that the kernel killed for memory meanwhile; null when it does not tell. */
  readonly kills?: number | null;
}

/** Why the engine process is gone. */
export function endedError({ how, code, signal, tail = '', kills = null }: Ending): EngineError {
  const said = tail.trim() === '' ? '' : `; its last words: ${printable(tail.trim(), LONGEST)}`;
  const what = 'the engine process is gone';
  const end = how ?? (signal == null ? `it ended with code ${code}` : `it was stopped by ${signal}`);
  if (NO_MEMORY.test(tail))
    return new OutOfMemoryError({ what, why: `memory ran out: ${end}${said}`, remedy: MORE_MEMORY });
  if (signal === 'SIGKILL' && (kills === null || kills > 0))
    return new OutOfMemoryError({
      what,
      why: `${end}, as the system does when memory runs out${kills === null ? '' : ', and its count of such kills rose'}${said}`,
      remedy: MORE_MEMORY,
    });
  if (signal === 'SIGBUS')
    return new EngineError({
      what,
      why: `${end}: a file that it reads became shorter, or the disk cannot be read${said}`,
      remedy: 'Leave the model files alone while they are in use, and run the command again.',
    });
  return new EngineError({
    what,
    why: `${end}${said}`,
    remedy: 'Run the command again; if it happens again, check free memory and report it.',
  });
}

/** Why there is no engine process: the system did not start one. */
export function startError(error: NodeJS.ErrnoException): EngineError {
  const short = error.code === 'EAGAIN' || error.code === 'ENOMEM' || error.code === 'EMFILE';
  return new EngineError({
    what: 'the engine process cannot be started',
    why: printable(error.message, LONGEST),
    remedy: short
      ? 'End other programs or raise the limits of processes, open files and memory, then run the command again.'
      : 'Check the installation of node and recrown.',
    facts: { code: error.code },
    cause: error,
  });
}

/** Why a call failed in an engine process that goes on. */
export function failureError({
  failure,
  of,
}: Extract<EngineReply, { failure: string }>): EngineError | ProviderError {
  const why = printable(failure.trim(), LONGEST);
  if (of === 'library')
    return new EngineError({
      what: 'ONNX Runtime cannot be loaded',
      why,
      remedy: `Install it for this platform (${process.platform} ${process.arch}): npm ci, or npm install onnxruntime-node.`,
    });
  if (of === 'placement')
    return new ProviderError({
      what: 'the chosen provider does not compute the whole model',
      why,
      remedy: 'Choose another provider: --provider cpu computes every model.',
    });
  if (NO_MEMORY.test(failure))
    return new OutOfMemoryError({ what: 'the engine ran out of memory', why, remedy: MORE_MEMORY });
  return new EngineError({
    what: 'ONNX Runtime refused the work',
    why,
    remedy: 'Report this with the model that caused it.',
  });
}
